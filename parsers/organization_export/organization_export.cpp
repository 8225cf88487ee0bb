#include "parsers/organization_export/organization_export.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/policy/policy_document.h"
#include "parsers/source/limits.h"

namespace rootproof::organization_export {
namespace {

using syntax::SyntaxNode;
using value::Value;

constexpr std::array<std::string_view, 8> kLists = {
    "Organization", "Roots", "OrganizationalUnits", "Accounts", "Policies", "Policy", "Targets", "Children"};
constexpr std::string_view kFullAccess = "p-FullAWSAccess";

value::Origin written(source::Span span) { return value::Origin({value::OriginKind::literal, span, {}}); }

std::string text_of(const SyntaxNode& node, std::string_view key) {
  const std::optional<SyntaxNode> member = node.find(key);
  return member && member->is_scalar() ? std::string(member->text()) : std::string();
}

/// The last id of "o-a1/r-b2/ou-c3/", or of "o-a1/r-b2/ou-c3/111122223333/".
std::string last_of_path(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1);
}

/// What is in a path before its last id: the parent of the object whose path it is.
std::string parent_in_path(std::string path, const std::string& id) {
  while (path.ends_with('/')) path.pop_back();
  if (last_of_path(path) == id) path.resize(path.size() - std::min(path.size(), id.size()));
  return last_of_path(path);
}

/// The partition in an ARN that the export gives for an object; empty when it gives none.
std::string partition_in(const SyntaxNode& object) {
  for (const std::string_view key : {"Arn", "MasterAccountArn"}) {
    const std::string arn = text_of(object, key);
    const std::size_t end = arn.starts_with("arn:") ? arn.find(':', 4) : std::string::npos;
    if (end != std::string::npos) return arn.substr(4, end - 4);
  }
  return {};
}

/// What the export tells of one object. Texts keep their places.
struct Object {
  std::optional<SyntaxNode> node;  ///< where it is told first
  std::map<std::string, SyntaxNode, std::less<>> facts;
};

class Reader {
 public:
  EvaluatedUnit read(const SyntaxNode& document) {
    unit_.name = document.file().path();
    if (document.is_sequence()) {
      for (const SyntaxNode& item : document.items()) read_answer(item, "", 0);
    } else {
      read_answer(document, "", 0);
    }
    // What hangs somewhere exists, be it listed or not.
    for (const auto& [policy, at] : attached_at_)
      if (policy.starts_with("p-") && !objects_.contains(policy)) object(policy, at).facts.clear();
    for (const std::string& id : order_) make_resource(id, objects_.at(id));
    make_organization(document);
    return std::move(unit_);
  }

 private:
  /// One answer of the API, or an object that holds others. `owner` is the node whose children it lists.
  void read_answer(const SyntaxNode& node, const std::string& owner, unsigned depth) {
    if (!node.is_mapping() || depth > limits::kOrganizationDepth) return;
    const std::string parent = first_of({text_of(node, "ParentId"), owner});
    if (is_cut(node)) problem(node, "this answer goes on after its NextToken, and what follows is not here");
    if (const auto organization = node.find("Organization"); organization && organization->is_mapping())
      organization_ = *organization;
    if (const std::string at = text_of(node, kExportedAt); !at.empty()) exported_at_ = at;
    if (const auto features = node.find("EnabledFeatures"); features && features->is_sequence()) {
      root_features_.emplace();
      for (const SyntaxNode& feature : features->items())
        if (feature.is_scalar()) root_features_->push_back(text(std::string(feature.text()), feature));
    }
    each(node, "Roots", "", [&](const SyntaxNode& root, const std::string&) {
      read_policy_types(root);
      nodes_.insert(text_of(root, "Id"));
      read_answer(root, text_of(root, "Id"), depth + 1);
    });
    for (const std::string_view list : {"OrganizationalUnits", "Accounts", "Children"}) {
      each(node, list, parent, [&](const SyntaxNode& child, const std::string& above) {
        add_child(child, list, above);
        read_answer(child, text_of(child, "Id"), depth + 1);
      });
    }
    each(node, "Parents", text_of(node, "ChildId"), [&](const SyntaxNode& above, const std::string& child) {
      if (!child.empty()) set_parent(child, text_of(above, "Id"));
    });
    read_policies(node, first_of({text_of(node, "TargetId"), owner}));
  }

  void read_policies(const SyntaxNode& node, const std::string& target) {
    note_policies_of(node, target);
    each(node, "Policies", target, [&](const SyntaxNode& policy, const std::string& attached_to) {
      const std::string id = add_policy(policy);
      if (!attached_to.empty()) attach(id, attached_to);
    });
    if (const auto policy = node.find("Policy"); policy && policy->is_mapping()) add_policy(*policy);
    const std::string policy = text_of(node, "PolicyId");
    note_targets(node, policy);
    each(node, "Targets", policy, [&](const SyntaxNode& to, const std::string& of) {
      if (of.empty()) return;
      attach(of, first_of({text_of(to, "TargetId"), text_of(to, "Id")}));
      attached_at_.emplace(of, to);
    });
    if (policy == kFullAccess && node.find("Targets") && !is_cut(node)) full_access_listed_ = true;
  }

  /// A list of policies is of one type, which an empty one does not tell. AWS Organizations leaves no node
  /// without a service control policy while these are enabled.
  static bool lists_service_control(const SyntaxNode& policies) {
    const std::vector<SyntaxNode> items = policies.items();
    return std::any_of(items.begin(), items.end(), [](const SyntaxNode& policy) {
      return policy.is_mapping() &&
             (text_of(policy, "Type") == "SERVICE_CONTROL_POLICY" || text_of(policy, "Id") == kFullAccess);
    });
  }

  /// Of which nodes the service control policies are listed, and whether those of the organization are.
  void note_policies_of(const SyntaxNode& node, const std::string& target) {
    const std::optional<SyntaxNode> policies = node.find("Policies");
    if (!policies) return;
    if (is_cut(node)) policies_cut_ = node;
    const auto note = [&](const SyntaxNode& list, const std::string& of) {
      if (!list.is_sequence()) return;
      if (!policies_at_) policies_at_ = list;
      if (is_cut(node) || !lists_service_control(list)) return;
      policies_listed_ = true;
      if (!of.empty()) nodes_with_policies_.insert(of);
    };
    note(*policies, target);
    if (!policies->is_mapping()) return;
    for (const SyntaxNode::Member& member : policies->members())
      note(member.value, std::string(member.key.text()));
  }

  /// Of which policies the targets are listed, be it none.
  void note_targets(const SyntaxNode& node, const std::string& policy) {
    const std::optional<SyntaxNode> targets = node.find("Targets");
    if (is_cut(node)) return;
    if (targets && targets->is_sequence()) policies_with_targets_.insert(policy);
    if (!targets || !targets->is_mapping()) return;
    for (const SyntaxNode::Member& member : targets->members())
      if (member.value.is_sequence()) policies_with_targets_.insert(std::string(member.key.text()));
  }

  /// Whether it is told where a policy hangs: by itself, or by what hangs on every node.
  [[nodiscard]] bool tells_targets(const std::string& policy) const {
    return policies_with_targets_.contains(policy) || tells_policies_of_nodes();
  }

  [[nodiscard]] bool tells_policies_of_nodes() const {
    const bool of_root = std::any_of(nodes_with_policies_.begin(), nodes_with_policies_.end(),
                                     [](const std::string& node) { return node.starts_with("r-"); });
    return of_root && std::includes(nodes_with_policies_.begin(), nodes_with_policies_.end(), nodes_.begin(),
                                    nodes_.end());
  }

  /// A page that is not the last one.
  static bool is_cut(const SyntaxNode& node) { return !text_of(node, "NextToken").empty(); }

  static std::string first_of(std::initializer_list<std::string> texts) {
    for (const std::string& text : texts) {
      if (!text.empty()) return text;
    }
    return {};
  }

  /// Calls `act` with every item of the list under `key`, and what the list belongs to: `owner`, or the key
  /// under which it stands where lists are kept in an object by their owners.
  template <class Act>
  void each(const SyntaxNode& node, std::string_view key, const std::string& owner, const Act& act) {
    const std::optional<SyntaxNode> list = node.find(key);
    if (!list) return;
    if (list->is_sequence()) {
      for (const SyntaxNode& item : list->items()) {
        if (item.is_mapping()) act(item, owner);
      }
    } else if (list->is_mapping()) {
      for (const SyntaxNode::Member& member : list->members()) {
        if (key == "Targets" && member.key.text() == kFullAccess && !is_cut(node)) full_access_listed_ = true;
        if (!member.value.is_sequence()) continue;
        for (const SyntaxNode& item : member.value.items()) {
          if (item.is_mapping()) act(item, std::string(member.key.text()));
        }
      }
    }
  }

  void read_policy_types(const SyntaxNode& root) {
    const std::optional<SyntaxNode> types = root.find("PolicyTypes");
    if (!types || !types->is_sequence()) return;
    types_known_ = true;
    for (const SyntaxNode& type : types->items()) {
      if (type.is_mapping() && text_of(type, "Status") == "ENABLED") types_.push_back(text_of(type, "Type"));
    }
  }

  Object& object(const std::string& id, const SyntaxNode& told) {
    const auto [entry, added] = objects_.try_emplace(id);
    if (added) order_.push_back(id);
    Object& object = entry->second;
    if (!object.node) object.node = told;
    if (told.is_mapping()) {
      for (const SyntaxNode::Member& member : told.members())
        object.facts.emplace(std::string(member.key.text()), member.value);
    }
    return object;
  }

  void add_child(const SyntaxNode& child, std::string_view list, const std::string& above) {
    const std::string id = text_of(child, "Id");
    if (id.empty()) return problem(child, "an entry of " + std::string(list) + " has no Id");
    object(id, child);
    nodes_.insert(id);
    std::string path = text_of(child, "Path");
    if (const auto paths = child.find("Paths");
        path.empty() && paths && paths->is_sequence() && paths->size() == 1)
      path = std::string(paths->item(0).text());
    set_parent(id, first_of({text_of(child, "ParentId"), parent_in_path(path, id), above}));
  }

  void set_parent(const std::string& id, const std::string& parent) {
    if (parent.empty()) return;
    std::string& known = parents_[id];
    if (known.empty()) known = parent;
  }

  std::string add_policy(const SyntaxNode& policy) {
    const std::optional<SyntaxNode> summary = policy.find("PolicySummary");
    const SyntaxNode& named = summary && summary->is_mapping() ? *summary : policy;
    std::string id = first_of({text_of(named, "Id"), text_of(named, "PolicyId")});
    if (id.empty()) {
      problem(policy, "a policy has no Id");
      return {};
    }
    object(id, named);
    if (const auto content = policy.find("Content"))
      object(id, policy).facts.insert_or_assign("Content", *content);
    note_targets(policy, id);
    each(policy, "Targets", id, [&](const SyntaxNode& to, const std::string& of) {
      attach(of, first_of({text_of(to, "TargetId"), text_of(to, "Id")}));
    });
    if (id == kFullAccess && policy.find("Targets") && !is_cut(policy)) full_access_listed_ = true;
    return id;
  }

  void attach(const std::string& policy, const std::string& target) {
    if (policy.empty() || target.empty()) return;
    std::vector<std::string>& targets = targets_[policy];
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) targets.push_back(target);
  }

  void problem(const SyntaxNode& node, std::string message) {
    unit_.problems.push_back({source::ProblemKind::semantic, node.span(), std::move(message)});
  }

  static Value text(const std::string& content, const SyntaxNode& at) {
    return Value::string(content, written(at.span()));
  }

  /// The value of a fact with the places of its text.
  static void add_fact(const Object& object, std::string_view fact, std::string_view property,
                       std::vector<value::Member>& members) {
    const auto found = object.facts.find(fact);
    if (found == object.facts.end() || !found->second.is_scalar()) return;
    const SyntaxNode& node = found->second;
    members.push_back({std::string(property), node.span(),
                       Value::string(std::string(node.text()), written(node.span()),
                                     node.text_span(0, node.text().size()), false)});
  }

  Resource start(ResourceKind kind, std::string_view type, const std::string& id,
                 const SyntaxNode& at) const {
    Resource resource;
    resource.kind = kind;
    resource.language = Language::organization_export;
    resource.type = type;
    resource.address = id;
    resource.unit = unit_.name;
    resource.account = std::string(value::kOwnAccount);
    resource.partition = partition_in(at);
    resource.span = resource.body_span = at.span();
    return resource;
  }

  void finish(Resource resource, std::vector<value::Member> members) {
    resource.properties = Value::map(std::move(members), written(resource.span));
    unit_.resources.push_back(std::move(resource));
  }

  void make_organization(const SyntaxNode& document) {
    const SyntaxNode at = organization_.value_or(document);
    std::vector<value::Member> members;
    if (organization_) {
      Object object;
      for (const SyntaxNode::Member& member : organization_->members())
        object.facts.emplace(std::string(member.key.text()), member.value);
      add_fact(object, "FeatureSet", "FeatureSet", members);
      add_fact(object, "MasterAccountId", kManagementAccount, members);
      if (!object.facts.contains("MasterAccountId"))
        add_fact(object, kManagementAccount, kManagementAccount, members);
    }
    if (types_known_) {
      std::vector<Value> types;
      for (const std::string& type : types_) types.push_back(text(type, at));
      members.push_back(
          {std::string(kEnabledPolicyTypes), at.span(), Value::list(std::move(types), written(at.span()))});
    }
    if (root_features_)
      members.push_back({std::string(kCentralRootFeatures), at.span(),
                         Value::list(*std::move(root_features_), written(at.span()))});
    if (std::optional<Value> listed = policies_not_listed())
      members.push_back({std::string(kPoliciesListed), at.span(), *std::move(listed)});
    if (full_access_listed_)
      members.push_back({std::string(kFullAccessListed), at.span(), Value::boolean(true)});
    if (!exported_at_.empty())
      members.push_back({std::string(kExportedAt), at.span(), text(exported_at_, at)});
    const std::string id =
        organization_ ? first_of({text_of(*organization_, "Id"), "organization"}) : "organization";
    finish(start(ResourceKind::organization, "AWS::Organizations::Organization", id, at), std::move(members));
  }

  /// kPoliciesListed.
  [[nodiscard]] std::optional<Value> policies_not_listed() const {
    if ((policies_listed_ && !policies_cut_) || tells_policies_of_nodes()) return std::nullopt;
    const std::optional<SyntaxNode>& at = policies_cut_ ? policies_cut_ : policies_at_;
    if (!at) return Value::boolean(false);
    return Value::unknown({value::ReasonKind::partial_organization,
                           "the service control policies that the export does not list", at->span()});
  }

  void make_resource(const std::string& id, const Object& object) {
    if (id.starts_with("p-")) return make_policy(id, object);
    const bool unit = id.starts_with("ou-");
    std::vector<value::Member> members;
    add_fact(object, "Name", unit ? "Name" : "AccountName", members);
    add_fact(object, "Email", "Email", members);
    const auto parent = parents_.find(id);
    Value above = parent == parents_.end()
                      ? Value::unknown({value::ReasonKind::partial_organization,
                                        "the parent of " + id + ", which the export does not tell",
                                        object.node->span()})
                      : text(parent->second, *object.node);
    members.push_back({unit ? "ParentId" : "ParentIds", object.node->span(), std::move(above)});
    finish(start(unit ? ResourceKind::organizational_unit : ResourceKind::account,
                 unit ? "AWS::Organizations::OrganizationalUnit" : "AWS::Organizations::Account", id,
                 *object.node),
           std::move(members));
  }

  void make_policy(const std::string& id, const Object& object) {
    std::vector<value::Member> members;
    add_fact(object, "Name", "Name", members);
    add_fact(object, "Type", "Type", members);
    if (object.facts.contains("Content")) {
      const SyntaxNode& content = object.facts.at("Content");
      members.push_back({"Content", content.span(), policy::to_value(content)});
    } else if (id != kFullAccess) {
      members.push_back({"Content", object.node->span(),
                         Value::unknown({value::ReasonKind::partial_organization,
                                         "the content of policy " + id + ", which the export does not tell",
                                         object.node->span()})});
    }
    std::vector<Value> targets;
    if (const auto found = targets_.find(id); found != targets_.end()) {
      for (const std::string& target : found->second) targets.push_back(text(target, *object.node));
    }
    if (id != kFullAccess && !tells_targets(id)) {
      Value others = Value::unknown({value::ReasonKind::partial_organization,
                                     "the targets of policy " + id + ", which the export does not tell",
                                     object.node->span()});
      if (targets.empty()) {
        members.push_back({"TargetIds", object.node->span(), std::move(others)});
        return finish_policy(id, object, std::move(members));
      }
      targets.push_back(std::move(others));
    }
    members.push_back(
        {"TargetIds", object.node->span(), Value::list(std::move(targets), written(object.node->span()))});
    finish_policy(id, object, std::move(members));
  }

  void finish_policy(const std::string& id, const Object& object, std::vector<value::Member> members) {
    finish(start(ResourceKind::organizations_policy, "AWS::Organizations::Policy", id, *object.node),
           std::move(members));
  }

  EvaluatedUnit unit_;
  std::map<std::string, Object> objects_;
  std::vector<std::string> order_;
  std::map<std::string, std::string> parents_;
  std::map<std::string, std::vector<std::string>> targets_;
  std::map<std::string, SyntaxNode> attached_at_;  ///< by policy, where a target of it is told
  std::set<std::string> nodes_;
  std::set<std::string> nodes_with_policies_;
  std::set<std::string> policies_with_targets_;
  bool policies_listed_ = false;            ///< service control policies, in a whole list
  std::optional<SyntaxNode> policies_at_;   ///< the first list of policies
  std::optional<SyntaxNode> policies_cut_;  ///< one that goes on elsewhere
  std::optional<SyntaxNode> organization_;
  std::string exported_at_;
  bool types_known_ = false;
  std::vector<std::string> types_;
  std::optional<std::vector<Value>> root_features_;
  bool full_access_listed_ = false;
};

bool holds_list(const SyntaxNode& node) {
  return node.is_mapping() && std::any_of(kLists.begin(), kLists.end(),
                                          [&](std::string_view list) { return node.find(list).has_value(); });
}

}  // namespace

std::string why_no_export(const SyntaxNode& document) {
  const std::vector<SyntaxNode> answers =
      document.is_sequence() ? document.items() : std::vector<SyntaxNode>{document};
  if (std::any_of(answers.begin(), answers.end(), holds_list)) return {};
  return "this is no description of an organization: none of Organization, Roots, OrganizationalUnits, "
         "Accounts, "
         "Policies and Targets is in it";
}

EvaluatedUnit read_export(const SyntaxNode& document) { return Reader().read(document); }

}  // namespace rootproof::organization_export
