#include <algorithm>

#include "analyzer/organization/organization.h"
#include "analyzer/organization/reference.h"
#include "parsers/arn.h"

namespace rootproof::organization {
namespace {

using value::Reason;

/// The nodes from `node` up to the root or to where the way is lost.
struct WayUp {
  std::vector<std::size_t> nodes;     ///< node first
  const Node* lost_at = nullptr;      ///< its parent is not known
  bool passes_declared_unit = false;  ///< an organizational unit of the code, whose id AWS will choose
};

WayUp way_up(const Organization& organization, std::size_t node) {
  WayUp way;
  std::optional<std::size_t> at = node;
  while (at) {  // the builder leaves no way longer than limits::kOrganizationDepth
    const Node& here = organization.nodes[*at];
    way.nodes.push_back(*at);
    if (here.parent_unknown) way.lost_at = &here;
    if (here.kind == NodeKind::organizational_unit && here.resource != nullptr && !is_unit_id(here.identity))
      way.passes_declared_unit = true;
    at = here.parent;
  }
  return way;
}

/// The id of a unit that exists, as its resource says: in a plan, or an export.
std::string told_unit_id(const Node& unit) {
  if (is_unit_id(unit.identity)) return unit.identity;
  const value::Value* id = unit.resource == nullptr ? nullptr : unit.resource->properties.find("id");
  const std::string text = id == nullptr ? std::string() : id->as_text().value_or("");
  return is_unit_id(text) ? text : std::string();
}

bool is_told(const Organization& organization, std::size_t node) {
  return node == kRootNode ? !organization.root_id.empty() : !told_unit_id(organization.nodes[node]).empty();
}

const policy::PolicyDocument* content(const OrganizationPolicy& policy) {
  return policy.document != nullptr ? policy.document : policy.placeholder.get();
}

bool requires_term(const Node& node, const value::GuardTerm& term) {
  if (node.resource == nullptr) return false;
  const auto& given = node.resource->guard.terms;
  return std::find(given.begin(), given.end(), term) != given.end();
}

/// True when the attachment exists in every deployment in which the account and the node it hangs on do.
bool implied_by(const Attachment& attachment, const Node& account, const Node& node) {
  const auto& required = attachment.guard.terms;
  return std::all_of(required.begin(), required.end(), [&](const value::GuardTerm& term) {
    return requires_term(account, term) || requires_term(node, term);
  });
}

class PathBuilder {
 public:
  PathBuilder(const Organization& organization, std::size_t node)
      : organization_(organization), account_(organization.nodes[node]), node_(node) {}

  policy::ScpPath build();

 private:
  void set_place(const WayUp& way);
  void add_level(std::size_t node);
  void doubt_root(const Node& lost_at);
  void add_elsewhere(const WayUp& way);
  void add_uncertain(policy::ScpLevel& level, const Attachment& attachment, const Reason& reason) const;
  [[nodiscard]] bool may_target_this_path(const Attachment& attachment, const WayUp& way) const;

  const Organization& organization_;
  const Node& account_;
  std::size_t node_;
  policy::ScpPath path_;
};

policy::ScpPath PathBuilder::build() {
  if (is_account_id(account_.identity)) path_.account = account_.identity;
  const WayUp way = way_up(organization_, node_);
  path_.ids = &organization_.ids;
  // What may be below another root may be of another organization.
  if (way.lost_at == nullptr || !way.lost_at->root_unknown) set_place(way);
  if (way.nodes.back() != kRootNode) {
    add_level(kRootNode);
    if (way.lost_at != nullptr && way.lost_at->root_unknown) doubt_root(*way.lost_at);
  }
  for (auto node = way.nodes.rbegin(); node != way.nodes.rend(); ++node) add_level(*node);
  if (node_ == kRootNode) {
    policy::ScpLevel account;
    account.name = "an account directly under the root";
    path_.levels.push_back(std::move(account));
  }
  add_elsewhere(way);
  return std::move(path_);
}

/// What aws:PrincipalOrgPaths says of the account (IAM User Guide, "AWS Organizations entity path").
void PathBuilder::set_place(const WayUp& way) {
  path_.organization = organization_id(organization_);
  if (organization_.id.empty()) path_.stand_ins.push_back({path_.organization, "the organization"});
  if (way.lost_at != nullptr || way.nodes.back() != kRootNode) return;
  std::string place = path_.organization + "/";
  for (auto at = way.nodes.rbegin(); at != way.nodes.rend(); ++at) {
    const Node& node = organization_.nodes[*at];
    if (node.place_unknown) return;
    if (node.kind == NodeKind::account) continue;
    const std::string id = node_id(organization_, *at);
    place += id + "/";
    if (!is_told(organization_, *at))
      path_.stand_ins.push_back({id, node.kind == NodeKind::root ? "the root" : "the unit " + node.name});
  }
  path_.place = std::move(place);
}

void PathBuilder::add_uncertain(policy::ScpLevel& level, const Attachment& attachment,
                                const Reason& reason) const {
  level.uncertain.push_back(content(organization_.policies[attachment.policy]));
  level.uncertain_reasons.push_back(reason);
}

void PathBuilder::add_level(std::size_t node) {
  policy::ScpLevel level;
  level.name = organization_.nodes[node].name;
  level.full_aws_access = !organization_.nodes[node].lacks_full_aws_access;
  level.full_aws_access_stated = organization_.nodes[node].keeps_full_aws_access || !level.full_aws_access;
  for (const std::size_t index : organization_.nodes[node].attached) {
    if (organization_.policy_type_disabled) break;
    const Attachment& attachment = organization_.attachments[index];
    const OrganizationPolicy& policy = organization_.policies[attachment.policy];
    const bool same_conditions = implied_by(attachment, account_, organization_.nodes[node]);
    if (attachment.certain && same_conditions && !policy.type_unknown && !policy.refused) {
      level.documents.push_back(content(policy));
    } else if (policy.type_unknown) {
      add_uncertain(level, attachment, *policy.type_unknown);
    } else if (policy.refused) {
      add_uncertain(level, attachment, *policy.refused);
    } else if (attachment.unknown) {
      add_uncertain(level, attachment, *attachment.unknown);
    } else {
      add_uncertain(level, attachment, *attachment.guard_unknown);
    }
  }
  path_.levels.push_back(std::move(level));
}

/// What hangs on the root binds only what stands below this root.
void PathBuilder::doubt_root(const Node& lost_at) {
  policy::ScpLevel& root = path_.levels.front();
  for (const policy::PolicyDocument* document : root.documents) {
    root.uncertain.push_back(document);
    root.uncertain_reasons.push_back(*lost_at.parent_unknown);
  }
  root.documents.clear();
}

/// Attachments whose target may be a node of this path although the code does not say so, and the policies of
/// parents that the code does not show.
void PathBuilder::add_elsewhere(const WayUp& way) {
  policy::ScpLevel& last = path_.levels.back();
  if (organization_.policy_type_disabled) return;
  if (way.lost_at != nullptr) {
    last.uncertain.push_back(way.lost_at->unseen.get());
    last.uncertain_reasons.push_back(*way.lost_at->parent_unknown);
  }
  for (const std::size_t index : organization_.unplaced) {
    const Attachment& attachment = organization_.attachments[index];
    if (!may_target_this_path(attachment, way)) continue;
    const Reason reason =
        attachment.node ? *organization_.nodes[*attachment.node].parent_unknown : *attachment.unknown;
    add_uncertain(last, attachment, reason);
  }
}

bool PathBuilder::may_target_this_path(const Attachment& attachment, const WayUp& way) const {
  if (!attachment.node) return true;
  const Node& target = organization_.nodes[*attachment.node];
  if (std::find(way.nodes.begin(), way.nodes.end(), *attachment.node) != way.nodes.end()) return false;
  // A literal id may be the id that AWS gave to an object of this code.
  if (target.kind == NodeKind::organizational_unit) return way.passes_declared_unit || way.lost_at != nullptr;
  return account_.kind == NodeKind::account && account_.resource != nullptr &&
         !is_account_id(account_.identity);
}

}  // namespace

std::string organization_id(const Organization& organization) {
  return organization.id.empty() ? "o-ownid4x7q2" : organization.id;
}

std::string node_id(const Organization& organization, std::size_t node) {
  std::string root = organization.root_id.empty() ? "r-own4" : organization.root_id;
  if (node == kRootNode) return root;
  if (std::string told = told_unit_id(organization.nodes[node]); !told.empty()) return told;
  // Units have the id of their root in theirs.
  constexpr std::size_t kDigits = 8;
  std::string number = std::to_string(node);
  number.insert(0, kDigits - std::min(kDigits, number.size()), '0');
  return "ou-" + root.substr(2) + "-" + number;
}

policy::ScpPath scp_path(const Organization& organization, std::size_t node) {
  return PathBuilder(organization, node).build();
}

std::string path_name(const Organization& organization, std::size_t node) {
  const WayUp way = way_up(organization, node);
  std::string name = way.nodes.back() == kRootNode ? "" : "root > … > ";
  for (auto at = way.nodes.rbegin(); at != way.nodes.rend(); ++at) {
    if (at != way.nodes.rbegin()) name += " > ";
    name += organization.nodes[*at].name;
  }
  return name;
}

}  // namespace rootproof::organization
