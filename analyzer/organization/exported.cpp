// What an exported organization says, and which of its objects the code declares.
#include <algorithm>
#include <utility>

#include "analyzer/organization/builder.h"
#include "analyzer/policy/operators.h"
#include "parsers/arn.h"
#include "parsers/organization_export/organization_export.h"
#include "parsers/organization_files/organization_files.h"
#include "parsers/source/limits.h"

namespace rootproof::organization {
namespace {

using value::Reason;
using value::ReasonKind;
using value::Value;

std::optional<std::string> text_of(const Resource& resource, std::string_view property) {
  const Value* value = resource.property(property);
  return value == nullptr ? std::nullopt : value->as_text();
}

bool is_exported(const Node& node) {
  return node.resource != nullptr && node.resource->language == Language::organization_export;
}

}  // namespace

void Builder::add_exported(const Resource& resource, const policy::PolicyDocument* document) {
  relevant_ = true;
  exported_ = true;
  switch (resource.kind) {
    case ResourceKind::organization:
      return add_exported_organization(resource);
    case ResourceKind::organizational_unit:
    case ResourceKind::account: {
      const bool account = resource.kind == ResourceKind::account;
      add_node(resource, account ? NodeKind::account : NodeKind::organizational_unit);
      const std::size_t index = organization_.nodes.size() - 1;
      meanings_[resource.address].node = index;
      if (const auto email = text_of(resource, "email"); account && email)
        exported_accounts_.emplace(policy::to_lower(*email), index);
      return;
    }
    case ResourceKind::organizations_policy:
      return add_exported_policy(resource, document);
    default:  // the export has no other objects
      return;
  }
}

/// Comes behind the accounts, so that the management account is one of them.
void Builder::add_exported_organization(const Resource& resource) {
  organization_.resource = &resource;
  if (resource.address.starts_with("o-")) organization_.id = resource.address;
  organization_.nodes[kRootNode].resource = &resource;
  if (const Value* id = resource.properties.find(organization_export::kManagementAccount)) {
    const std::string account = id->as_text().value_or("");
    const auto known = meanings_.find(account);
    management_ = known != meanings_.end() && known->second.node ? *known->second.node : management_node();
    organization_.nodes[*management_].management = true;
    if (is_account_id(account)) {
      organization_.nodes[*management_].identity = account;
      meanings_[account].node = *management_;
    }
  }
  if (const Value* listed = resource.properties.find(organization_export::kFullAccessListed))
    full_access_listed_ = listed->is(Value::Kind::boolean) && listed->as_boolean();
  if (const Value* listed = resource.properties.find(organization_export::kPoliciesListed)) {
    if (listed->is(Value::Kind::unknown)) policies_unlisted_ = listed->reason();
    no_policies_listed_ = true;
  }
  if (text_of(resource, "feature_set") == "CONSOLIDATED_BILLING") organization_.policy_type_disabled = true;
  const Value* types = resource.properties.find(organization_export::kEnabledPolicyTypes);
  if (types == nullptr || organization_.policy_type_disabled) return;
  for (const Reference& type : references(types))
    if (type.literal == kServiceControlPolicy) organization_.policy_type_known = true;
  organization_.policy_type_disabled = !organization_.policy_type_known;
}

void Builder::add_exported_policy(const Resource& resource, const policy::PolicyDocument* document) {
  exported_attachments_.push_back(&resource);
  if (resource.address == kFullAwsAccess) return;
  const PolicyType type = policy_type(resource, type_);
  Meaning& meaning = meanings_[resource.address];
  meaning.other_policy = type.other;
  if (type.other) return;
  OrganizationPolicy policy;
  policy.identity = resource.address;
  policy.name = display_name(resource);
  policy.resource = &resource;
  policy.document = document;
  policy.type_unknown = type.unknown;
  policy.refused = document == nullptr ? std::nullopt : policy::refusal(*document);
  if (document == nullptr) {
    policy.placeholder = unknown_document(
        {ReasonKind::partial_organization, "the content of " + resource.address, resource.span});
  }
  organization_.policies.push_back(std::move(policy));
  meaning.policy = organization_.policies.size() - 1;
  exported_policies_.emplace(organization_.policies.back().name, *meaning.policy);
}

std::optional<std::size_t> Builder::exported_account(const Resource& resource) const {
  if (resource.language == Language::organization_export) return std::nullopt;
  if (const std::optional<std::string> id = account_id_of(resource);
      id && !organization_files::tool_of(resource).empty()) {
    const auto same = meanings_.find(*id);
    if (same != meanings_.end() && same->second.node && is_exported(organization_.nodes[*same->second.node]))
      return same->second.node;
  }
  const std::optional<std::string> email = text_of(resource, "email");
  const auto found = email ? exported_accounts_.find(policy::to_lower(*email)) : exported_accounts_.end();
  // Two declarations of one address cannot both be deployed; the second is an account of its own.
  const bool free = found != exported_accounts_.end() && is_exported(organization_.nodes[found->second]);
  return free ? std::optional(found->second) : std::nullopt;
}

std::optional<std::size_t> Builder::exported_policy(const Resource& resource) const {
  const auto found = exported_policies_.find(display_name(resource));
  const bool named = text_of(resource, "name").has_value();
  const bool free = named && found != exported_policies_.end() &&
                    organization_.policies[found->second].resource->language == Language::organization_export;
  return free ? std::optional(found->second) : std::nullopt;
}

/// Names of organizational units are unique under their parent. Declared units are matched from the root
/// down, each pass those whose parents are; the passes are bounded by the depth of the tree.
void Builder::merge_units() {
  if (!exported_) return;
  std::map<std::size_t, std::size_t> declared_for;  // by exported node
  const auto now = [&](std::size_t node) {
    const auto found = declared_for.find(node);
    return found == declared_for.end() ? node : found->second;
  };
  for (std::size_t pass = 0; pass < limits::kOrganizationDepth; ++pass) {
    std::map<std::pair<std::size_t, std::string>, std::size_t> exported_units;
    for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
      const Node& node = organization_.nodes[i];
      const bool unit = is_exported(node) && node.kind == NodeKind::organizational_unit;
      if (unit && node.parent && !absorbed_.contains(i))
        exported_units.emplace(std::pair(now(*node.parent), node.name), i);
    }
    const std::size_t before = absorbed_.size();
    for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
      Node& node = organization_.nodes[i];
      const bool unit =
          node.kind == NodeKind::organizational_unit && node.resource != nullptr && !is_exported(node);
      if (!unit || !node.parent || is_unit_id(node.identity)) continue;
      if (!text_of(*node.resource, "name")) continue;  // what it is called in messages is no name
      const auto twin = exported_units.find({now(*node.parent), node.name});
      if (twin == exported_units.end() || !absorbed_.insert(twin->second).second) continue;
      declared_for.emplace(twin->second, i);
      node.identity = organization_.nodes[twin->second].identity;
    }
    if (absorbed_.size() == before) break;
  }
  for (Node& node : organization_.nodes) {
    if (node.parent) node.parent = now(*node.parent);
  }
  for (auto& [name, meaning] : meanings_) {
    if (meaning.node) meaning.node = now(*meaning.node);
  }
}

/// Of a policy that the code attaches, the code says the targets; of all others the export.
void Builder::attach_exported() {
  std::set<std::size_t> attached_by_code;
  for (const Attachment& attachment : organization_.attachments) attached_by_code.insert(attachment.policy);
  for (const Resource* resource : exported_attachments_) {
    const std::vector<Reference> targets = references(resource->property("target_ids"));
    if (resource->address == kFullAwsAccess) {
      for (const Reference& target : targets) {
        if (const auto node = meaning(target, resource->unit).node)
          organization_.nodes[*node].keeps_full_aws_access = true;
      }
      continue;
    }
    const std::optional<std::size_t> policy = meanings_[resource->address].policy;
    if (!policy || attached_by_code.contains(*policy)) continue;
    for (const Reference& target : targets) attach(*policy, *resource, target);
    // Disabling the type detaches every policy of it, so what is attached is of an enabled type.
    const bool told = std::any_of(targets.begin(), targets.end(),
                                  [](const Reference& target) { return !target.literal.empty(); });
    if (told && !organization_.policy_type_disabled) organization_.policy_type_known = true;
  }
}

/// Policies that the export does not list may hang anywhere. One without any list of policies says nothing of
/// them; the code may.
void Builder::attach_unlisted() {
  if (!no_policies_listed_ || type_ != kServiceControlPolicy) return;
  const bool known = std::any_of(organization_.policies.begin(), organization_.policies.end(),
                                 [](const auto& policy) { return policy.resource != nullptr; });
  if (complete_ || (!policies_unlisted_ && known)) return;
  const Reason reason =
      policies_unlisted_.value_or(Reason{ReasonKind::partial_organization,
                                         "the service control policies of the organization, of which "
                                         "the export says nothing",
                                         organization_.resource->span});
  const std::size_t policy = unseen_policy("policies that the export does not list", reason);
  organization_.unplaced.push_back(attach_perhaps(policy, organization_.resource, reason));
}

void Builder::note_full_access() {
  if (!full_access_listed_) return;
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    Node& node = organization_.nodes[i];
    const bool in_export =
        i == kRootNode || is_exported(node) || is_unit_id(node.identity) || is_account_id(node.identity);
    if (!in_export || node.resource == nullptr || node.keeps_full_aws_access) continue;
    node.lacks_full_aws_access = true;
    if (!node.attached.empty() || type_ != kServiceControlPolicy) continue;
    // AWS leaves no node without any service control policy: one that is not told hangs here.
    const Reason reason{ReasonKind::partial_organization,
                        "the service control policies of " + node.name + ", of which the export tells none",
                        node.resource->span};
    const std::size_t policy = unseen_policy("policies of " + node.name, reason);
    node.attached.push_back(attach_perhaps(policy, node.resource, reason));
    organization_.attachments.back().node = i;
  }
}

/// Absorbed nodes leave, and the indices of the others close up.
void Builder::remove_absorbed() {
  if (absorbed_.empty()) return;
  std::vector<std::size_t> place(organization_.nodes.size(), 0);
  std::vector<Node> kept;
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    place[i] = kept.size();
    if (!absorbed_.contains(i)) kept.push_back(std::move(organization_.nodes[i]));
  }
  organization_.nodes = std::move(kept);
  for (Node& node : organization_.nodes) {
    if (node.parent) node.parent = place[*node.parent];
  }
  for (Attachment& attachment : organization_.attachments) {
    if (attachment.node) attachment.node = place[*attachment.node];
  }
  for (auto& [name, meaning] : meanings_) {
    if (meaning.node) meaning.node = place[*meaning.node];
  }
}

}  // namespace rootproof::organization
