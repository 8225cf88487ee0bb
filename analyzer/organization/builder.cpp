#include "analyzer/organization/builder.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "analyzer/organization/control_tower.h"
#include "analyzer/organization/resource_control.h"
#include "analyzer/policy/organization_ids.h"
#include "parsers/arn.h"
#include "parsers/left_to_others.h"
#include "parsers/organization_files/organization_files.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/unit_names.h"

namespace rootproof::organization {
namespace {

using value::Reason;
using value::ReasonKind;
using value::Value;

/// The name by which references speak of a resource: the address, in CloudFormation the logical id.
std::string reference_name(const Resource& resource) {
  constexpr std::string_view kPrefix = "Resources.";
  if (resource.language == Language::cloudformation &&
      resource.address.compare(0, kPrefix.size(), kPrefix) == 0) {
    return resource.address.substr(kPrefix.size());
  }
  return resource.address;
}

/// "billing" for module.a.aws_organizations_account.billing, `of["a.b"]` for
/// aws_organizations_account.of["a.b"].
std::string last_label(const std::string& address) {
  std::size_t begin = 0;
  bool quoted = false;  // in a key, where a dot parts nothing
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (quoted && address[i] == '\\')
      ++i;
    else if (address[i] == '"')
      quoted = !quoted;
    else if (address[i] == '.' && !quoted)
      begin = i + 1;
  }
  return address.substr(begin);
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Whether a resource is an object of an organization, or attaches one.
bool is_object(const Resource& resource) {
  switch (resource.kind) {
    case ResourceKind::organization:
    case ResourceKind::organizational_unit:
    case ResourceKind::account:
    case ResourceKind::organizations_policy:
    case ResourceKind::organizations_policy_attachment:
      return true;
    default:  // every other kind is no part of an organization
      return enables_control(resource);
  }
}

/// Has the properties of CloudFormation: none of them says which policy types are enabled.
constexpr std::string_view kCloudControlOrganization = "awscc_organizations_organization";

/// Attributes of an organization that name its management account: its id, and its address, which AWS gives
/// to no other account.
constexpr std::array<std::string_view, 3> kManagementIds{"master_account_id", "management_account_id",
                                                         "ManagementAccountId"};
constexpr std::string_view kManagementEmail = ".master_account_email";

/// Taken where nothing is said of partitions at all.
constexpr std::string_view kCommonPartition = "aws";

}  // namespace

std::string unit_path(const Organization& organization, std::size_t node) {
  std::string path;
  std::optional<std::size_t> at = node;
  for (; at && *at != kRootNode; at = organization.nodes[*at].parent) {
    const Node& unit = organization.nodes[*at];
    if (!unit.named) return {};
    if (!path.empty()) path.insert(path.begin(), '/');
    path.insert(0, unit.name);
  }
  return at ? path : std::string();
}

std::vector<std::size_t> nodes_named_by(const Organization& organization, const Exemption& exemption) {
  std::vector<std::size_t> by_name;
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    const Node& node = organization.nodes[i];
    const bool account = node.kind == NodeKind::account;
    const std::string& asked = account ? exemption.account : exemption.unit;
    if (node.kind == NodeKind::root || asked.empty()) continue;
    if (node.identity == asked) return {i};
    if (account ? node.named && node.name == asked : unit_path(organization, i) == asked)
      by_name.push_back(i);
  }
  return by_name;
}

bool is_part_of(const Organization& organization, const Resource& resource) {
  const auto& units = organization.units;
  const auto& partitions = organization.deployed_to;
  const bool elsewhere =
      !resource.partition.empty() && !partitions.empty() &&
      std::find(partitions.begin(), partitions.end(), resource.partition) == partitions.end();
  return !elsewhere && std::find(units.begin(), units.end(), resource.unit) != units.end();
}

std::shared_ptr<const policy::PolicyDocument> unknown_document(const Reason& reason) {
  auto document = std::make_shared<policy::PolicyDocument>();
  document->kind = PolicyKind::service_control;
  document->version = "2012-10-17";
  document->unknowns = {reason};
  document->source = Value::unknown(reason);
  document->span = reason.span;
  return document;
}

namespace {

/// A text with what templating fills in as it is written.
std::string shown(const Value& text) {
  std::string result;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    result += known != nullptr ? known->text : std::get<value::Hole>(piece).reason->detail;
  }
  return result;
}

}  // namespace

std::optional<std::string> account_id_of(const Resource& resource) {
  const Value* id = resource.properties.find(organization_files::kAccountId);
  const std::optional<std::string> text = id == nullptr ? std::nullopt : id->as_text();
  return text && is_account_id(*text) ? text : std::nullopt;
}

std::string display_name(const Resource& resource) {
  if (const Value* name = resource.property("name")) {
    if (auto text = name->as_text()) return *text;
    if (!organization_files::tool_of(resource).empty() && name->is(Value::Kind::string)) return shown(*name);
  }
  return last_label(resource.address);
}

PolicyType policy_type(const Resource& resource, std::string_view asked) {
  const Value* type = resource.property("policy_type");
  const bool given = type != nullptr && !type->is(Value::Kind::null);
  // Where the code says nothing there is a default; what an export leaves out AWS knows.
  if (!given && resource.language == Language::organization_export)
    return {false, Reason{ReasonKind::partial_organization, "the type of the policy " + resource.address,
                          resource.span}};
  if (!given) return {asked != kServiceControlPolicy, std::nullopt};
  if (const auto text = type->as_text()) return {*text != asked, std::nullopt};
  const auto reasons = type->reasons();
  if (!reasons.empty()) return {false, reasons.front()};
  return {false, Reason{ReasonKind::unknown_variable, "the type of the policy", resource.span}};
}

Builder::Builder(const std::string& unit, std::string_view type) : type_(type) {
  organization_.unit = unit;
  organization_.units.push_back(unit);
}

void Builder::add(const Resource& resource, const policy::PolicyDocument* document) {
  if (organization_.nodes.empty()) {
    Node root;
    root.kind = NodeKind::root;
    root.identity = "root";
    root.name = "root";
    organization_.nodes.push_back(std::move(root));
  }
  if (organization_.units.back() != resource.unit) organization_.units.push_back(resource.unit);
  note_partition(resource);
  if (resource.language == Language::organization_export) return add_exported(resource, document);
  switch (resource.kind) {
    case ResourceKind::organization:
      return add_organization(resource);
    case ResourceKind::organizational_unit:
      return add_node(resource, NodeKind::organizational_unit);
    case ResourceKind::account:
      return add_node(resource, NodeKind::account);
    case ResourceKind::organizations_policy:
      return add_policy(resource, document);
    case ResourceKind::organizations_policy_attachment:
      attachments_.push_back(&resource);
      return;
    default:  // every other kind is no part of an organization
      // Controls of Control Tower that are known here are service control policies.
      if (type_ == kServiceControlPolicy && enables_control(resource)) {
        relevant_ = true;
        controls_.push_back(&resource);
      }
      if (resource.type == "output") outputs_.push_back(&resource);
      if (resource.type == kOrganizationLookupType) lookups_.push_back(&resource);
      if (resource.type.starts_with(kUnitLookupType)) unit_lookups_.push_back(&resource);
  }
}

void Builder::add_organization(const Resource& resource) {
  relevant_ = true;
  cloudformation_ = cloudformation_ || resource.language == Language::cloudformation ||
                    resource.type == kCloudControlOrganization;
  const bool first =
      organization_.resource == nullptr || organization_.resource->language == Language::organization_export;
  if (first) {
    organization_.resource = &resource;
    organization_.nodes[kRootNode].identity = resource.address;
    organization_.nodes[kRootNode].resource = &resource;
    read_policy_types(resource);
  } else if (resource.language != Language::organization_export &&
             !(organization_.resource->guard & resource.guard).impossible()) {
    several_ = Reason{ReasonKind::unsupported,
                      "which of several organizations of one module an object belongs to", resource.span};
  }
  const std::string name = reference_name(resource);
  for (const char* attribute : {".roots[0].id", ".roots.0.id", ".RootId", ".root_id"}) {
    symbol(resource.unit, name + attribute).node = kRootNode;
  }
  for (const char* attribute : {".id", ".Id", ".Ref", ".organization_id"})
    symbol(resource.unit, name + attribute).organization = true;
  if (resource.language == Language::cloudformation) symbol(resource.unit, name).organization = true;
  for (const std::string_view attribute : kManagementIds)
    symbol(resource.unit, name + '.' + std::string(attribute)).node = management_node();
}

/// CreateOrganization makes the calling account the management account; no resource stands for it.
std::size_t Builder::management_node() {
  if (!management_) {
    Node node;
    node.identity = "management account";
    node.name = "management account";
    node.parent = kRootNode;
    node.management = true;
    organization_.nodes.push_back(std::move(node));
    management_ = organization_.nodes.size() - 1;
  }
  return *management_;
}

void Builder::read_policy_types(const Resource& resource) {
  if (!organization_files::tool_of(resource).empty()) {
    for (const Reference& type :
         references(resource.properties.find(organization_files::kEnabledPolicyTypes)))
      organization_.policy_type_known = organization_.policy_type_known || type.literal == type_;
    return;
  }
  if (const Value* features = resource.property("feature_set")) {
    if (features->as_text() == "CONSOLIDATED_BILLING") organization_.policy_type_disabled = true;
  }
  if (organization_.policy_type_disabled || resource.type != "aws_organizations_organization") return;
  organization_.policy_type_known = false;  // what an export may have said
  const Value* types = resource.property("enabled_policy_types");
  const std::optional<Reason> left = left_to_others(resource, "enabled_policy_types");
  // Optional and not computed in the provider: without the argument the next apply disables every type,
  // unless it is told to leave them alone.
  if (types == nullptr || types->is(Value::Kind::null)) {
    organization_.policy_type_disabled = !left;
    organization_.policy_type_unknown = left;
    return;
  }
  for (const Reference& type : references(types)) {
    if (type.literal == type_ && type.guard.always()) organization_.policy_type_known = true;
  }
  if (organization_.policy_type_known && left) {
    organization_.policy_type_known = false;
    organization_.policy_type_unknown = left;
  }
  if (organization_.policy_type_known || organization_.policy_type_unknown) return;
  if (types->is(Value::Kind::list) && types->fully_known()) {
    organization_.policy_type_disabled = true;
    return;
  }
  const auto reasons = types->reasons();
  organization_.policy_type_unknown =
      reasons.empty() ? Reason{ReasonKind::unknown_variable, "enabled_policy_types", resource.span}
                      : reasons.front();
}

/// An organization lives in one partition, that of whoever calls for it: what its objects are deployed with
/// says which. Other provider configurations only tell what is possible.
void Builder::note_partition(const Resource& resource) {
  if (is_object(resource)) {
    if (!resource.partition.empty())
      object_partitions_.insert(resource.partition);
    else if (unplaced_ == nullptr)
      unplaced_ = &resource;
    return;
  }
  if (resource.kind != ResourceKind::provider) return;
  const Value* region = resource.properties.find("region");
  const std::optional<std::string> name = region == nullptr ? std::nullopt : region->as_text();
  const std::string partition(name ? partition_of_region(*name) : std::string_view());
  if (partition.empty() || partition == kCommonPartition) return;
  provider_partitions_.insert(partition);
  if (other_provider_ == nullptr) other_provider_ = &resource;
}

void Builder::settle_partitions(const StatedFacts& stated) {
  organization_.deployed_to.assign(object_partitions_.begin(), object_partitions_.end());
  organization_.known_partitions = stated.partitions.empty() ? organization_.deployed_to : stated.partitions;
  // The organization itself decides; of other objects one whose Region is not known may be elsewhere.
  const Resource* const organization = organization_.resource;
  const bool decided = organization != nullptr && !organization->partition.empty();
  const Resource* const open = object_partitions_.empty() ? other_provider_ : decided ? nullptr : unplaced_;
  if (!stated.partitions.empty() || open == nullptr) return;
  std::set<std::string> possible = provider_partitions_;
  possible.insert(object_partitions_.begin(), object_partitions_.end());
  possible.erase(std::string(kCommonPartition));
  if (possible.empty()) return;  // all that is known of says aws
  organization_.known_partitions.clear();
  organization_.possible_partitions = {std::string(kCommonPartition)};
  organization_.possible_partitions.insert(organization_.possible_partitions.end(), possible.begin(),
                                           possible.end());
  organization_.partition_unknown =
      Reason{ReasonKind::unknown_variable, "the partition of the organization", open->span};
}

/// What is exempt hands it on to all below; the builder has cut cycles before.
void Builder::exempt_nodes(const StatedFacts& stated) {
  std::map<std::size_t, const Exemption*> named;
  for (const Exemption& exemption : stated.exempt) {
    const std::vector<std::size_t> found = nodes_named_by(organization_, exemption);
    if (found.size() == 1) named.emplace(found.front(), &exemption);
  }
  if (named.empty()) return;
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    for (std::optional<std::size_t> at = i; at && *at != kRootNode; at = organization_.nodes[*at].parent) {
      const auto found = named.find(*at);
      if (found == named.end()) continue;
      organization_.nodes[i].exempt = found->second->why;
      break;
    }
  }
}

void Builder::add_node(const Resource& resource, NodeKind kind) {
  relevant_ = true;
  cloudformation_ = cloudformation_ || resource.language == Language::cloudformation;
  std::optional<std::size_t> index;
  if (kind == NodeKind::account) index = exported_account(resource);
  if (!index) {
    index = organization_.nodes.size();
    organization_.nodes.emplace_back();
    organization_.nodes.back().identity = resource.address;
  }
  Node& node = organization_.nodes[*index];
  if (node.resource != nullptr) exported_places_.emplace(*index, node.resource);
  note_account_id(resource, *index);
  node.kind = kind;
  node.name = display_name(resource);
  const Value* given_name = resource.property("name");
  node.named = given_name != nullptr && given_name->as_text().has_value();
  node.may_be_absent = resource.may_be_absent;
  node.resource = &resource;
  if (resource.language == Language::organization_export) return;  // there all references are ids
  const std::string name = reference_name(resource);
  for (const char* attribute :
       {"", ".id", ".Id", ".arn", ".Arn", ".AccountId", ".account_id", ".organizational_unit_id", ".Ref"}) {
    symbol(resource.unit, name + attribute).node = index;
  }
}

namespace {

std::optional<std::string> planned_account_id(const Resource& resource) {
  for (const char* attribute : {"id", "account_id"}) {
    const Value* id = resource.properties.find(attribute);
    if (auto text = id == nullptr ? std::nullopt : id->as_text(); text && is_account_id(*text)) return text;
  }
  return std::nullopt;
}

}  // namespace

/// Files of other tools say the ids of accounts, and which of them is the management account; plans say the
/// ids of those that exist.
void Builder::note_account_id(const Resource& resource, std::size_t index) {
  const bool of_tool = !organization_files::tool_of(resource).empty();
  if (!of_tool && resource.kind != ResourceKind::account) return;
  Node& node = organization_.nodes[index];
  if (of_tool && resource.properties.find(organization_files::kManagement) != nullptr) {
    node.management = true;
    if (!management_) management_ = index;
  }
  const std::optional<std::string> id = of_tool ? account_id_of(resource) : planned_account_id(resource);
  if (!id) return;
  Meaning& known = meanings_[*id];
  if (!known.node) known.node = index;
  if (known.node == index) node.identity = *id;
}

void Builder::add_policy(const Resource& resource, const policy::PolicyDocument* document) {
  const PolicyType type = policy_type(resource, type_);
  const std::string name = reference_name(resource);
  Meaning meaning;
  meaning.other_policy = type.other;
  if (type.other) {
    if (resource.properties.find(organization_files::kStrategy) != nullptr)
      other_strategies_.push_back(&resource);
  } else {
    relevant_ = true;
    cloudformation_ = cloudformation_ || resource.language == Language::cloudformation;
    std::optional<std::size_t> index = exported_policy(resource);
    if (!index) {
      index = organization_.policies.size();
      organization_.policies.emplace_back();
      organization_.policies.back().identity = resource.address;
    }
    OrganizationPolicy& policy = organization_.policies[*index];
    policy.name = display_name(resource);
    policy.resource = &resource;
    policy.document = document;
    policy.type_unknown = type.unknown;
    policy.refused = document == nullptr ? std::nullopt : policy::refusal(*document);
    if (document == nullptr) {
      policy.placeholder =
          unknown_document({ReasonKind::unsupported, "the content of " + resource.address, resource.span});
    }
    meaning.policy = index;
    if (resource.property("target_ids") != nullptr) attachments_.push_back(&resource);
    if (resource.properties.find(organization_files::kAttachedLater) != nullptr)
      policy.attached_later = !organization_files::tool_of(resource).empty();
  }
  for (const char* attribute : {"", ".id", ".Id", ".arn", ".Arn", ".policy_id", ".Ref"}) {
    symbol(resource.unit, name + attribute) = meaning;
  }
}

namespace {

/// "data.aws_organizations_organization.this.id", and no attribute of one of its parts.
bool is_own_id(std::string_view symbol) {
  constexpr std::string_view kType = "data.aws_organizations_organization.";
  const std::size_t name = symbol.find(kType) + kType.size();
  return ends_with(symbol, ".id") && symbol.find('.', name) == symbol.size() - 3;
}

}  // namespace

Meaning Builder::meaning(const Reference& reference, const std::string& unit) {
  if (!reference.symbol.empty()) {
    const auto found = meanings_.find(unit + '\n' + reference.symbol);
    if (found != meanings_.end()) return found->second;
    if (reference.symbol.starts_with(kTopUnitNamed))
      return {unit_named(reference.symbol.substr(kTopUnitNamed.size())), std::nullopt, false};
    // The data source reads the organization of the account that the same unit deploys to.
    if (reference.symbol.find("data.aws_organizations_organization.") != std::string::npos &&
        !is_looked_up_elsewhere(reference, unit)) {
      if (ends_with(reference.symbol, ".roots[0].id")) return {kRootNode, std::nullopt, false};
      if (ends_with(reference.symbol, ".master_account_id")) return {management_node(), std::nullopt, false};
      if (is_own_id(reference.symbol)) return {std::nullopt, std::nullopt, false, true};
    }
    return {listed_node(reference.symbol, unit), std::nullopt, false};
  }
  if (is_root_id(reference.literal)) {
    if (is_other_root(reference.literal)) return {};
    return {kRootNode, std::nullopt, false};
  }
  if (is_unit_id(reference.literal)) {
    return {literal_node(NodeKind::organizational_unit, reference.literal, {}), std::nullopt, false};
  }
  if (is_account_id(reference.literal)) {
    return {literal_node(NodeKind::account, reference.literal, {}), std::nullopt, false};
  }
  const auto found = meanings_.find(reference.literal);
  if (!reference.literal.empty() && found != meanings_.end()) return found->second;
  return {};
}

/// Whether a unit stands directly in the root, as far as its own resource says.
bool Builder::may_be_in_root(const Node& unit) {
  const auto parents = references(unit.resource == nullptr ? nullptr : unit.resource->property("parent_id"));
  if (parents.empty()) return true;
  return std::any_of(parents.begin(), parents.end(), [&](const Reference& parent) {
    const std::optional<std::size_t> node = meaning(parent, unit.resource->unit).node;
    return !node || *node == kRootNode;
  });
}

/// The only unit of that name directly in the root, where all units are known (domain.md §4.3).
std::optional<std::size_t> Builder::unit_named(const std::string& name) {
  std::optional<std::size_t> found;
  if (!exported_ && !complete_) return found;
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    const Node& node = organization_.nodes[i];
    if (node.kind != NodeKind::organizational_unit || absorbed_.contains(i)) continue;
    if (!may_be_in_root(node)) continue;
    if (!node.named) return std::nullopt;  // it may have that name
    if (node.name != name) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

/// A node known only by its id; what lies between it and the root is not in this code.
std::size_t Builder::literal_node(NodeKind kind, const std::string& id, source::Span span) {
  const auto known = meanings_.find(id);
  if (known != meanings_.end() && known->second.node) return *known->second.node;
  Node node;
  node.kind = kind;
  node.identity = id;
  node.name = id;
  node.parent_unknown = why_unplaced(id, span);
  node.root_unknown = kind == NodeKind::organizational_unit && is_other_root(root_named_by(id));
  node.unseen = unknown_document(*node.parent_unknown);
  organization_.nodes.push_back(std::move(node));
  meanings_[id].node = organization_.nodes.size() - 1;
  return organization_.nodes.size() - 1;
}

namespace {

Reason other_organization(const Resource& resource) {
  return {ReasonKind::partial_organization,
          "whether the account in which " + resource.address + " is made belongs to this organization",
          resource.span};
}

}  // namespace

/// An organization has one root. Which of several ids it has an export says, or the organization of a plan;
/// else nobody does, and there are two organizations.
void Builder::settle_root() {
  std::set<std::string> exported;
  std::set<std::string> written;
  const auto note = [](std::set<std::string>& ids, const std::string& id) {
    if (const std::string root = root_named_by(id); !root.empty()) ids.insert(root);
  };
  const auto note_all = [&](std::set<std::string>& ids, const Value* value) {
    for (const Reference& reference : references(value)) note(ids, reference.literal);
  };
  for (const Node& node : organization_.nodes) {
    if (node.resource == nullptr) continue;
    const bool from_export = node.resource->language == Language::organization_export;
    note_all(from_export ? exported : written, node.resource->property("parent_id"));
    if (from_export) note(exported, node.resource->address);
  }
  for (const Resource* resource : attachments_) {
    const bool policy = resource->kind == ResourceKind::organizations_policy;
    note_all(written, resource->property(policy ? "target_ids" : "target_id"));
  }
  for (const Resource* resource : controls_) note_all(written, target_of_control(*resource));
  std::set<std::string> own;
  if (organization_.resource != nullptr) {
    const Value* roots = organization_.resource->properties.find("roots");
    if (roots != nullptr && roots->is(Value::Kind::list) && roots->items().size() == 1)
      note_all(own, roots->items().front().find("id"));
  }
  const std::set<std::string>& ids = !exported.empty() ? exported : !own.empty() ? own : written;
  several_root_ids_ = ids.size() > 1;
  root_id_ = ids.size() == 1 ? *ids.begin() : std::string();
}

/// Why it is not known where a literal id stands.
Reason Builder::why_unplaced(const std::string& id, source::Span span) const {
  const std::string root = root_named_by(id);
  const bool doubted = is_other_root(root);
  return {ReasonKind::external_target, doubted ? "whether " + root + " is the root of this organization" : id,
          span};
}

bool Builder::is_other_root(const std::string& id) const {
  return !id.empty() && (several_root_ids_ || (!root_id_.empty() && id != root_id_));
}

/// Organizations are those of whoever calls for them: what creates the organization is signed in to the
/// account that it belongs to, else what creates its units and accounts.
void Builder::settle_account() {
  if (organization_.resource != nullptr && organization_.resource->language == Language::terraform)
    account_ = organization_.resource->account;
  for (const Node& node : organization_.nodes)
    if (account_.empty() && node.resource != nullptr && node.resource->language == Language::terraform)
      account_ = node.resource->account;
}

/// Signed in to another account: it is of the same organization only if that account is.
bool Builder::may_be_of_another_organization(const Resource& resource) const {
  // Of several organizations nobody can tell which is which anyway.
  if (resource.language != Language::terraform || several_) return false;
  if (exported_) return is_account_id(resource.account) && !meanings_.contains(resource.account);
  return !account_.empty() && resource.account != account_;
}

bool Builder::is_looked_up_elsewhere(const Reference& reference, const std::string& unit) const {
  return std::any_of(lookups_.begin(), lookups_.end(), [&](const Resource* lookup) {
    return lookup->unit == unit && reference.symbol.starts_with(lookup->address + ".") &&
           may_be_of_another_organization(*lookup);
  });
}

void Builder::connect_parent(std::size_t index) {
  const Resource& resource = *organization_.nodes[index].resource;
  if (may_be_of_another_organization(resource)) {
    Node& node = organization_.nodes[index];
    node.parent_unknown = other_organization(resource);
    node.root_unknown = true;
    node.unseen = unknown_document(*node.parent_unknown);
    return;
  }
  auto found = settled_references(resource.property("parent_id"), resource.unit);
  // Where an account already is, it stays unless the code moves it.
  const auto place = exported_places_.find(index);
  if (found.empty() && place != exported_places_.end())
    found = references(place->second->property("parent_id"));
  std::optional<Reason> unknown;
  if (found.empty()) {
    // One that the code puts nowhere and leaves to others is wherever they put it.
    unknown = left_to_others(resource, "parent_id");
    // CreateAccount without a parent places the account in the root; CreateOrganizationalUnit has no default.
    if (!unknown && organization_.nodes[index].kind == NodeKind::account) {
      organization_.nodes[index].parent = kRootNode;
      return;
    }
    if (!unknown)
      unknown = Reason{ReasonKind::invalid, "the organizational unit has no parent", resource.span};
  } else if (found.size() > 1) {
    unknown = Reason{ReasonKind::unknown_variable, "which parent it has " + found.front().guard.to_string(),
                     resource.span};
  } else if (const auto parent = meaning(found.front(), resource.unit).node; parent && *parent != index) {
    organization_.nodes[index].parent = *parent;
    return;
  } else {
    unknown =
        found.front().reason ? *found.front().reason : why_unplaced(found.front().literal, resource.span);
    // A unit that is its own parent hangs on nothing.
    organization_.nodes[index].root_unknown = parent == index ||
                                              is_other_root(root_named_by(found.front().literal)) ||
                                              is_looked_up_elsewhere(found.front(), resource.unit);
  }
  organization_.nodes[index].parent.reset();
  organization_.nodes[index].parent_unknown = unknown;
  organization_.nodes[index].unseen = unknown_document(*unknown);
}

/// Whether an object exists is not known: the reason, or nullopt when it surely does.
std::optional<Reason> Builder::may_be_missing(const Resource& resource) {
  if (!resource.may_be_absent) return std::nullopt;
  if (!resource.guard.always() && settled(resource.guard, resource.unit).always()) return std::nullopt;
  const bool terraform = resource.language == Language::terraform;
  return Reason{ReasonKind::unknown_variable,
                (terraform ? "count or for_each of " : "the condition of ") + resource.address,
                resource.span};
}

std::optional<Reason> why_conditional(const Attachment& attachment) {
  if (attachment.guard.always()) return std::nullopt;
  for (const value::GuardTerm& term : attachment.guard.terms) {
    if (term.reason) return term.reason;
  }
  return Reason{ReasonKind::unknown_variable, "condition " + attachment.guard.terms.front().condition,
                attachment.resource->span};
}

void Builder::attach(std::size_t policy, const Resource& resource, const Reference& target) {
  Attachment attachment;
  attachment.policy = policy;
  attachment.resource = &resource;
  attachment.guard = settled(resource.guard, resource.unit) & target.guard;
  attachment.unknown = may_be_missing(resource);
  const OrganizationPolicy& attached = organization_.policies[policy];
  if (attached.resource != nullptr) {
    attachment.guard = attachment.guard & settled(attached.resource->guard, attached.resource->unit);
    if (!attachment.unknown) attachment.unknown = may_be_missing(*attached.resource);
    if (!attachment.unknown) attachment.unknown = attached.type_unknown;
  }
  for (const Resource* part : {&resource, attached.resource})
    if (!attachment.unknown && part != nullptr && may_be_of_another_organization(*part))
      attachment.unknown = other_organization(*part);
  // Templating may leave it out.
  if (!attachment.unknown && !organization_files::tool_of(resource).empty())
    attachment.unknown = resource.rewritten_by;
  // What exists may be attached elsewhere, or have another content.
  for (const Resource* part : {&resource, attached.resource})
    if (!attachment.unknown && part != nullptr && part->language == Language::terraform)
      attachment.unknown = part->rewritten_by;
  attachment.certain = !attachment.unknown;
  attachment.guard_unknown = why_conditional(attachment);
  attach_target(target, std::move(attachment));
}

void Builder::attach_target(const Reference& target, Attachment attachment) {
  attachment.node = meaning(target, attachment.resource->unit).node;
  const std::size_t index = organization_.attachments.size();
  if (!attachment.node) {
    // That it is another organization's matters more than where in it.
    if (!attachment.unknown || attachment.unknown->kind != ReasonKind::partial_organization)
      attachment.unknown =
          target.reason ? *target.reason : why_unplaced(target.literal, attachment.resource->span);
    organization_.unplaced.push_back(index);
  } else {
    Node& node = organization_.nodes[*attachment.node];
    node.attached.push_back(index);
    if (node.resource == nullptr && node.parent_unknown) organization_.unplaced.push_back(index);
  }
  organization_.attachments.push_back(std::move(attachment));
}

std::size_t Builder::unseen_policy(const std::string& identity, const Reason& reason) {
  OrganizationPolicy policy;
  policy.identity = identity;
  policy.name = identity;
  policy.placeholder = unknown_document(reason);
  policy.type_unknown = reason;
  organization_.policies.push_back(std::move(policy));
  return organization_.policies.size() - 1;
}

void Builder::attach_by_resource(const Resource& resource) {
  const auto targets = settled_references(
      resource.property(resource.kind == ResourceKind::organizations_policy ? "target_ids" : "target_id"),
      resource.unit);
  if (resource.kind == ResourceKind::organizations_policy) {
    const std::optional<std::size_t> own = symbol(resource.unit, reference_name(resource)).policy;
    if (!own) return;
    for (const Reference& target : targets) {
      attach(*own, resource, target);
      note_strategy(resource, target);
    }
    return;
  }
  for (const Reference& named : settled_references(resource.property("policy_id"), resource.unit)) {
    // AWS attaches FullAWSAccess to every node by itself; the path assumes it anyway.
    if (named.literal == kFullAwsAccess) {
      for (const Reference& target : targets) {
        const std::optional<std::size_t> node = meaning(target, resource.unit).node;
        if (node) organization_.nodes[*node].keeps_full_aws_access = true;
      }
      continue;
    }
    const Meaning policy = meaning(named, resource.unit);
    if (policy.other_policy) continue;
    const std::size_t index =
        policy.policy
            ? *policy.policy
            : unseen_policy(named.literal.empty() ? resource.address : named.literal,
                            named.reason ? *named.reason
                                         : Reason{ReasonKind::external_target, named.literal, resource.span});
    for (Reference target : targets) {
      target.guard = target.guard & named.guard;
      attach(index, resource, target);
    }
  }
}

/// The Landing Zone Accelerator takes FullAWSAccess away where a policy is an allow list, and sees to it that
/// it is there otherwise; where policies of both kinds meet nobody can tell.
void Builder::note_strategy(const Resource& resource, const Reference& target) {
  const Value* strategy = resource.properties.find(organization_files::kStrategy);
  if (strategy == nullptr || organization_files::tool_of(resource).empty()) return;
  const std::optional<std::size_t> index = meaning(target, resource.unit).node;
  if (!index || !target.guard.always()) return;
  const std::optional<std::string> text = strategy->as_text();
  Strategies& known = strategies_[*index];
  known.allow_list = known.allow_list || text != "deny-list";
  known.deny_list = known.deny_list || text != "allow-list";
  Node& node = organization_.nodes[*index];
  node.lacks_full_aws_access = known.allow_list && !known.deny_list;
  node.keeps_full_aws_access = known.deny_list && !known.allow_list;
}

/// A control is a service control policy that Control Tower attaches to a unit.
void Builder::attach_control(const Resource& resource) {
  EnabledControl control = read_control(resource);
  if (!control.document && !control.unknown) return;
  OrganizationPolicy policy;
  policy.identity = resource.address;
  policy.name = control.name;
  policy.resource = &resource;
  policy.type_unknown = control.unknown;
  policy.placeholder = control.unknown ? unknown_document(*control.unknown) : control.document;
  if (!control.unknown) policy.document = policy.placeholder.get();
  organization_.policies.push_back(std::move(policy));
  const std::size_t index = organization_.policies.size() - 1;
  for (const Reference& target : settled_references(target_of_control(resource), resource.unit))
    attach(index, resource, target);
}

void Builder::note_output(const Resource& resource) {
  const Value* value = resource.properties.find("value");
  for (const Reference& reference : references(value)) {
    const auto found = meanings_.find(resource.unit + '\n' + reference.symbol);
    if (reference.symbol.empty() || found == meanings_.end() || !found->second.policy) continue;
    organization_.policies[*found->second.policy].exported = true;
  }
}

std::size_t Builder::attach_perhaps(std::size_t policy, const Resource* resource, Reason reason) {
  Attachment attachment;
  attachment.policy = policy;
  attachment.resource = resource;
  attachment.certain = false;
  attachment.unknown = std::move(reason);
  organization_.attachments.push_back(std::move(attachment));
  return organization_.attachments.size() - 1;
}

/// Policies that nothing here attaches, of which code that is not seen may do so: it knows their ids, or the
/// user says so. They may hang anywhere.
void Builder::attach_elsewhere(bool stated) {
  std::set<std::size_t> attached;
  for (const Attachment& attachment : organization_.attachments) attached.insert(attachment.policy);
  for (std::size_t i = 0; i < organization_.policies.size(); ++i) {
    const OrganizationPolicy& policy = organization_.policies[i];
    const bool of_code =
        policy.resource != nullptr && policy.resource->language != Language::organization_export;
    if (!of_code || attached.contains(i) || (!policy.exported && !stated)) continue;
    Reason reason{ReasonKind::partial_organization,
                  policy.exported ? "attachments made by users of the exported id of " + policy.name
                                  : "what attaches " + policy.name + " elsewhere",
                  policy.resource->span};
    organization_.unplaced.push_back(attach_perhaps(i, policy.resource, std::move(reason)));
  }
}

namespace {

bool is_made_by_function(const Value& value) {
  const std::vector<value::OriginStep> steps = value.origin().chain();
  return std::any_of(steps.begin(), steps.end(),
                     [](const value::OriginStep& step) { return step.kind == value::OriginKind::function; });
}

}  // namespace

/// The account of the code that is the management account beyond doubt: its id is the one that is stated or
/// that the organization has, or its address is that of the management account.
std::optional<std::size_t> Builder::declared_management(const StatedFacts& stated) const {
  std::set<std::size_t> found;
  const auto add = [&](const std::string& id) {
    const auto known = meanings_.find(id);
    if (is_account_id(id) && known != meanings_.end() && known->second.node)
      found.insert(*known->second.node);
  };
  add(stated.management_account);
  if (organization_.resource != nullptr)
    for (const std::string_view attribute : kManagementIds)
      for (const Reference& id : references(organization_.resource->properties.find(attribute)))
        if (id.guard.always()) add(id.literal);
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    const Node& node = organization_.nodes[i];
    if (node.kind != NodeKind::account || node.resource == nullptr || several_) continue;
    const Value* address = node.resource->property("email");
    // What a function makes of that address ("+dev@") is another one.
    if (address == nullptr || is_made_by_function(*address)) continue;
    for (const Reference& email : references(address))
      if (email.guard.always() && ends_with(email.symbol, kManagementEmail) &&
          email.symbol.find("aws_organizations_organization.") != std::string::npos &&
          !is_looked_up_elsewhere(email, node.resource->unit))
        found.insert(i);
  }
  if (found.size() != 1) return std::nullopt;
  const Node& node = organization_.nodes[*found.begin()];
  return node.resource == nullptr || node.may_be_absent ? std::nullopt : std::optional(*found.begin());
}

/// The account that the code declares takes the place of the one that stands for it.
void Builder::settle_management(const StatedFacts& stated) {
  const std::optional<std::size_t> declared = declared_management(stated);
  if (!declared || organization_.nodes[*declared].management) return;
  organization_.nodes[*declared].management = true;
  if (management_ && organization_.nodes[*management_].resource == nullptr) {
    absorbed_.insert(*management_);
    for (auto& [name, meaning] : meanings_)
      if (meaning.node == management_) meaning.node = declared;
  }
  management_ = declared;
}

namespace {

void cut_off(Node& node, ReasonKind why, std::string detail) {
  node.parent.reset();
  node.root_unknown = true;
  node.parent_unknown = Reason{why, std::move(detail), node.resource->span};
  node.unseen = unknown_document(*node.parent_unknown);
}

}  // namespace

/// Every way up ends at the root or at a parent that is not known: chains that do neither are cut. Of units
/// that lie below each other none is known to be above another.
void Builder::cut_cycles() {
  for (std::size_t i = 0; i < organization_.nodes.size(); ++i) {
    std::vector<std::size_t> way;
    for (std::optional<std::size_t> at = i; at && *at != kRootNode; at = organization_.nodes[*at].parent) {
      if (const auto circle = std::find(way.begin(), way.end(), *at); circle != way.end()) {
        for (auto below = circle; below != way.end(); ++below) {
          Node& node = organization_.nodes[*below];
          cut_off(node, ReasonKind::cycle, node.name + " lies below itself");
        }
        break;
      }
      if (way.size() == limits::kOrganizationDepth) {
        cut_off(organization_.nodes[*at], ReasonKind::limit, "organization depth");
        break;
      }
      way.push_back(*at);
    }
  }
}

/// What code says wins.
void Builder::apply(const StatedFacts& stated) {
  organization_.complete = stated.complete;
  const auto& types = stated.enabled_policy_types;
  const bool enabled = std::find(types.begin(), types.end(), type_) != types.end();
  if (enabled && !organization_.policy_type_disabled) {
    organization_.policy_type_known = true;
    organization_.policy_type_unknown.reset();
  }
  const auto management = meanings_.find(stated.management_account);
  if (!stated.management_account.empty() && management != meanings_.end() && management->second.node)
    organization_.nodes[*management->second.node].management = true;
}

namespace {

/// In what an organization is written that says nothing of policy types.
std::string_view language_of(const Resource* organization) {
  if (organization == nullptr) return "CloudFormation";
  const std::string_view tool = organization_files::tool_of(*organization);
  if (!tool.empty()) return tool;
  return organization->language == Language::terraform ? "the provider awscc" : "CloudFormation";
}

}  // namespace

/// The ids of the organization and its root, where an export, a plan or what stands below the root tells
/// them.
void Builder::note_own_ids() {
  organization_.root_id = root_id_;
  const Resource* const own = organization_.resource;
  if (own == nullptr || several_ || !organization_.id.empty()) return;
  const Value* id = own->properties.find("id");
  const std::string told = id == nullptr ? std::string() : id->as_text().value_or("");
  if (told.starts_with("o-")) organization_.id = told;
}

/// What the holes of policies stand for that are references to objects of the organization.
void Builder::note_references() {
  if (several_) return;
  for (const OrganizationPolicy& policy : organization_.policies) {
    if (policy.document == nullptr || policy.resource == nullptr) continue;
    for (const policy::Statement& statement : policy.document->statements)
      for (const policy::Condition& condition : statement.conditions) {
        if (!policy::holds_organization_ids(condition.key)) continue;
        for (const policy::PolicyString& text : condition.values) {
          if (!text.value.is_partial()) continue;
          for (const value::StringPiece& piece : text.value.pieces())
            if (const auto* hole = std::get_if<value::Hole>(&piece); hole != nullptr && !hole->symbol.empty())
              note_reference(*policy.document, policy.resource->unit, hole->symbol);
        }
      }
  }
}

void Builder::note_reference(const policy::PolicyDocument& document, const std::string& unit,
                             const std::string& symbol) {
  Reference reference;
  reference.symbol = symbol;
  const Meaning named = meaning(reference, unit);
  const bool below_root = named.node && organization_.nodes[*named.node].kind != NodeKind::account &&
                          !ends_with(symbol, ".arn") && !ends_with(symbol, ".Arn");
  if (named.organization)
    organization_.ids[&document][symbol] = organization_id(organization_);
  else if (below_root)
    organization_.ids[&document][symbol] = node_id(organization_, *named.node);
}

Organization Builder::finish(const StatedFacts& stated) {
  complete_ = stated.complete;
  settle_root();
  settle_account();
  const std::size_t declared = organization_.nodes.size();
  for (std::size_t i = 0; i < declared; ++i) {
    if (i != kRootNode && organization_.nodes[i].resource != nullptr) connect_parent(i);
  }
  merge_units();
  settle_management(stated);
  found_by_lookup_.clear();  // objects of code and export are one from here on
  cut_cycles();
  for (const Resource* resource : attachments_) attach_by_resource(*resource);
  for (const Resource* resource : other_strategies_)
    for (const Reference& target : references(resource->property("target_ids")))
      note_strategy(*resource, target);
  for (const Resource* resource : controls_) attach_control(*resource);
  attach_exported();
  attach_unlisted();
  for (const Resource* resource : outputs_) note_output(*resource);
  attach_elsewhere(stated.attachments_elsewhere);
  note_full_access();
  remove_absorbed();
  if (cloudformation_ && !organization_.policy_type_known && !organization_.policy_type_disabled) {
    const Resource* place = organization_.resource;
    organization_.policy_type_unknown = Reason{ReasonKind::partial_organization,
                                               "whether " + std::string(type_) + " is enabled, which " +
                                                   std::string(language_of(place)) + " cannot say",
                                               place == nullptr ? source::Span{} : place->span};
  }
  note_own_ids();
  note_references();
  apply(stated);
  if (several_) {
    organization_.policy_type_known = false;
    organization_.policy_type_unknown = several_;
  }
  settle_partitions(stated);
  exempt_nodes(stated);
  return std::move(organization_);
}

namespace {

using Documents = std::map<const Resource*, const policy::PolicyDocument*>;

void add_to(Builder& builder, const Resource& resource, const Documents& documents) {
  const auto document = documents.find(&resource);
  builder.add(resource, document == documents.end() ? nullptr : document->second);
}

/// The partitions to which objects of each unit are deployed.
std::map<std::string_view, std::set<std::string_view>> partitions_of_units(
    std::span<const Resource* const> resources) {
  std::map<std::string_view, std::set<std::string_view>> partitions;
  for (const Resource* resource : resources)
    if (is_object(*resource) && !resource->partition.empty())
      partitions[resource->unit].insert(resource->partition);
  return partitions;
}

/// One organization for each unit of the code, and in it for each partition. What may be of any of them is
/// given to all: an attachment joins a policy and a target only where both are.
std::vector<Organization> build_units(std::span<const Resource* const> resources, const Documents& documents,
                                      const StatedFacts& stated, std::string_view type) {
  const auto partitions = partitions_of_units(resources);
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> index_of;
  std::vector<Builder> builders;
  const auto add = [&](const Resource& resource, std::string_view partition) {
    const auto [place, added] =
        index_of.emplace(std::pair(std::string_view(resource.unit), partition), builders.size());
    if (added) builders.emplace_back(resource.unit, type);
    add_to(builders[place->second], resource, documents);
  };
  for (const Resource* resource : resources) {
    const auto found = partitions.find(resource->unit);
    if (found == partitions.end() || found->second.size() < 2) {
      add(*resource, {});
      continue;
    }
    for (const std::string_view partition : found->second)
      if (resource->partition.empty() || resource->partition == partition) add(*resource, partition);
  }
  std::vector<Organization> organizations;
  for (Builder& builder : builders) {
    if (builder.relevant()) organizations.push_back(builder.finish(stated));
  }
  return organizations;
}

/// Those that are deployed in some way at all.
std::vector<const Resource*> possible_resources(std::span<const Resource> resources) {
  std::vector<const Resource*> possible;
  for (const Resource& resource : resources)
    if (!resource.guard.impossible()) possible.push_back(&resource);
  return possible;
}

bool is_exported(const Resource* resource) { return resource->language == Language::organization_export; }

/// The one partition in the ARNs of an export; empty when they name none or several.
std::string partition_of_export(std::span<const Resource* const> resources) {
  std::set<std::string> partitions;
  for (const Resource* resource : resources)
    if (is_exported(resource) && !resource->partition.empty()) partitions.insert(resource->partition);
  return partitions.size() == 1 ? *partitions.begin() : std::string();
}

}  // namespace

std::vector<Organization> build_organizations(std::span<const Resource> resources,
                                              std::span<const PolicyInput> policies,
                                              const StatedFacts& stated) {
  Documents documents;
  for (const PolicyInput& input : policies) documents.emplace(input.resource, input.document);
  std::vector<const Resource*> own = possible_resources(resources);
  const auto code = std::stable_partition(own.begin(), own.end(), is_exported);
  if (code == own.begin()) return build_units(own, documents, stated, kServiceControlPolicy);

  // The organization that is exported is that of all units, but for what is deployed to another partition.
  const std::string partition = partition_of_export(own);
  const auto elsewhere = std::stable_partition(code, own.end(), [&](const Resource* resource) {
    return partition.empty() || resource->partition.empty() || resource->partition == partition;
  });
  Builder builder(own.front()->unit);
  for (auto resource = own.begin(); resource != elsewhere; ++resource) add_to(builder, **resource, documents);
  std::vector<Organization> organizations;
  organizations.push_back(builder.finish(stated));
  const std::vector<const Resource*> others(elsewhere, own.end());
  for (Organization& other : build_units(others, documents, stated, kServiceControlPolicy))
    organizations.push_back(std::move(other));
  return organizations;
}

std::vector<Organization> build_resource_control_organizations(std::span<const Resource> resources,
                                                               std::span<const PolicyInput> policies) {
  Documents documents;
  for (const PolicyInput& input : policies) documents.emplace(input.resource, input.document);
  std::vector<const Resource*> own = possible_resources(resources);
  std::erase_if(own, is_exported);
  return build_units(own, documents, {}, "RESOURCE_CONTROL_POLICY");
}

}  // namespace rootproof::organization
