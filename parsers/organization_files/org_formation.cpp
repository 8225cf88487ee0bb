// Files of org-formation (https://github.com/org-formation/org-formation-cli, src/parser/model, March 2025).
#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "parsers/organization_files/configuration.h"
#include "parsers/source/limits.h"

namespace rootproof::organization_files {

using syntax::SyntaxNode;
using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

constexpr std::string_view kRootType = "OC::ORG::OrganizationRoot";
constexpr std::string_view kMasterType = "OC::ORG::MasterAccount";
constexpr std::string_view kAccountType = "OC::ORG::Account";
constexpr std::string_view kUnitType = "OC::ORG::OrganizationalUnit";
constexpr std::string_view kPolicyType = "OC::ORG::ServiceControlPolicy";
constexpr std::string_view kPasswordPolicyType = "OC::ORG::PasswordPolicy";
/// Of one entry of a list of ServiceControlPolicies; org-formation has no type for it.
constexpr std::string_view kAttachmentType = "OC::ORG::ServiceControlPolicies";
constexpr std::string_view kPolicies = "ServiceControlPolicies";
constexpr std::string_view kEverything = "*";

/// One member of the section Organization.
struct Object {
  std::string id;
  std::string_view type;
  SyntaxNode key;
  SyntaxNode whole;
  std::optional<SyntaxNode> properties;
  std::vector<std::pair<std::string, SyntaxNode>> parents;  ///< units that list it, and where they do
};

/// The logical id that `!Ref X` or `{Ref: X}` names.
std::optional<SyntaxNode> referenced(const SyntaxNode& node) {
  if (node.tag() == "!Ref" && node.is_scalar()) return node;
  if (!node.tag().empty() || !node.is_mapping() || node.size() != 1) return std::nullopt;
  const SyntaxNode::Member member = node.member(0);
  const bool named = member.key.is_scalar() && member.key.text() == "Ref" && member.value.is_scalar();
  return named ? std::optional(member.value) : std::nullopt;
}

/// Logical ids become parts of addresses, in which dots and brackets have a meaning.
bool is_logical_id(std::string_view text) {
  return !text.empty() && text.find_first_of(".[]") == std::string_view::npos;
}

bool is_organization_policy(std::string_view type) {
  return type == "AWS::Organizations::Policy" || type == "Community::Organizations::Policy";
}

class Reader {
 public:
  explicit Reader(const Surroundings& surroundings) : configuration_(surroundings) {}

  EvaluatedUnit read(const SyntaxNode& document, const Deployed& deployed) {
    unit_.name = document.file().path();
    document_ = document;
    note_templating(document);
    const Found section = configuration_.find(document, "Organization");
    if (section.unknown) unit_.unknowns.push_back(*section.unknown);
    if (section.is_mapping()) read_section(*section.node);
    note_repeated(kRootType);
    note_repeated(kMasterType);
    place_in_units();
    for (const Object& object : objects_) add(object);
    for (const SyntaxNode& each : deployed.templates) add_template(each);
    for (const SyntaxNode& each : deployed.elsewhere) add_unknown_attachment(each);
    add_organization(section.node.value_or(document));
    return std::move(unit_);
  }

 private:
  /// Blocks and comments of Nunjucks may leave out or repeat any part of the file.
  void note_templating(const SyntaxNode& document) {
    if (const std::optional<Reason> block = templating_block(document.file())) doubt_everything(*block);
  }

  /// Nothing that the file says holds for certain.
  void doubt_everything(const Reason& reason) {
    rewriter_ = reason;
    unit_.unknowns.push_back(reason);
  }

  /// org-formation refuses more than one of either.
  void note_repeated(std::string_view type) {
    const auto count = std::count_if(objects_.begin(), objects_.end(),
                                     [type](const Object& object) { return object.type == type; });
    if (count < 2) return;
    const auto last = std::find_if(objects_.rbegin(), objects_.rend(),
                                   [type](const Object& object) { return object.type == type; });
    doubt_everything(
        {ReasonKind::invalid, "which of several " + std::string(type) + " counts", last->key.span()});
  }

  void read_section(const SyntaxNode& section) {
    const Entries all = configuration_.entries(section);
    for (const Reason& reason : all.unknown) unit_.unknowns.push_back(reason);
    for (const Entry& entry : all.entries) {
      const Found whole = configuration_.resolve(entry.value);
      const Found type = whole.is_mapping() ? configuration_.find(*whole.node, "Type") : Found{};
      const std::string_view known = type.is_scalar() ? known_type(type.node->text()) : std::string_view();
      if (known.empty() || !is_logical_id(entry.key.text())) {
        unit_.unknowns.push_back(whole.unknown  ? *whole.unknown
                                 : type.unknown ? *type.unknown
                                                : Reason{ReasonKind::invalid,
                                                         "Organization." + std::string(entry.key.text()) +
                                                             ", which is of no type that org-formation knows",
                                                         entry.key.span()});
        continue;
      }
      if (known == kPasswordPolicyType) continue;
      const Found properties = configuration_.find(*whole.node, "Properties");
      if (properties.unknown) unit_.unknowns.push_back(*properties.unknown);
      index_.emplace(std::string(entry.key.text()), objects_.size());
      objects_.push_back({std::string(entry.key.text()),
                          known,
                          entry.key,
                          *whole.node,
                          properties.is_mapping() ? properties.node : std::nullopt,
                          {}});
    }
  }

  static std::string_view known_type(std::string_view type) {
    for (const std::string_view known :
         {kRootType, kMasterType, kAccountType, kUnitType, kPolicyType, kPasswordPolicyType})
      if (type == known) return known;
    return {};
  }

  [[nodiscard]] Found property(const Object& object, std::string_view name) {
    return object.properties ? configuration_.find(*object.properties, name) : Found{};
  }

  Object* object_named(const SyntaxNode& name) {
    const auto found = index_.find(std::string(name.text()));
    return found == index_.end() ? nullptr : &objects_[found->second];
  }

  /// Units say what is in them: accounts and other units.
  void place_in_units() {
    for (const Object& object : objects_) {
      if (object.type != kUnitType) continue;
      place(object, "Accounts", kAccountType);
      place(object, "OrganizationalUnits", kUnitType);
    }
  }

  void place(const Object& object, std::string_view property, std::string_view type) {
    if (!object.properties) return;
    const std::string unit = object.id;
    const Entries all = configuration_.entries(*object.properties);
    for (const Reason& reason : all.unknown) may_hold(reason, type);
    const auto entry = std::find_if(all.entries.begin(), all.entries.end(),
                                    [&](const Entry& each) { return each.key.text() == property; });
    if (entry == all.entries.end()) return;
    // A single `!Ref` is a list of one.
    if (referenced(entry->value)) return place_one(unit, entry->value, type);
    const Found list = configuration_.resolve(entry->value);
    if (!list.node) return may_hold(*list.unknown, type);
    for (const SyntaxNode& item : configuration_.items(list)) {
      if (is_everything(list, item)) {
        for (Object& each : objects_)
          if (each.type == type && each.id != unit && within_limit(item)) add_parent_of(each, unit, item);
      } else if (within_limit(item)) {
        place_one(unit, item, type);
      }
    }
  }

  /// `Accounts: '*'`; as an item of a list it is the id of something that does not exist.
  static bool is_everything(const Found& list, const SyntaxNode& item) {
    return list.is_scalar() && item.tag().empty() && item.text() == kEverything;
  }

  void place_one(const std::string& unit, const SyntaxNode& item, std::string_view type) {
    const std::optional<SyntaxNode> name = referenced(item);
    Object* const object = name ? object_named(*name) : nullptr;
    const bool fits =
        object != nullptr && (object->type == type || (type == kAccountType && object->type == kMasterType));
    if (fits) return add_parent_of(*object, unit, item);
    may_hold(is_templated(item)
                 ? placeholder(item)
                 : Reason{ReasonKind::invalid, "what " + written_text(item) + " names in the unit " + unit,
                          item.span()},
             type);
  }

  /// More than one is one too many.
  static void add_parent_of(Object& object, const std::string& unit, const SyntaxNode& item) {
    if (object.parents.size() < 2) object.parents.emplace_back(unit, item);
  }

  /// Aliases and "*" multiply what a file says.
  bool within_limit(const SyntaxNode& at) {
    if (steps_ < limits::kUnitInstances) return ++steps_, true;
    if (steps_ == limits::kUnitInstances) {
      ++steps_;
      doubt_everything({ReasonKind::limit, "kUnitInstances", at.span()});
    }
    return false;
  }

  /// What a unit holds is not known: anything that no unit names may be in it.
  void may_hold(const Reason& reason, std::string_view type) { somewhere_[type].push_back(reason); }

  Resource start(std::string_view type, std::string address, source::Span span, source::Span body) const {
    return new_resource(unit_, type, std::move(address), span, body, rewriter_);
  }

  void finish(Resource resource, std::vector<Member> members) {
    add_resource(unit_, std::move(resource), std::move(members));
  }

  /// Rules name some attributes of the organization itself in the same way.
  static std::string address_of(const std::string& id) {
    constexpr std::string_view kAttributes[] = {"RootId", "root_id", "ManagementAccountId",
                                                "management_account_id", "master_account_id"};
    const bool taken = std::find(std::begin(kAttributes), std::end(kAttributes), id) != std::end(kAttributes);
    return taken ? "Organization[" + id + "]" : "Organization." + id;
  }

  [[nodiscard]] Value root_reference(source::Span span) const {
    return reference_to(std::string(kRootSymbol),
                        {ReasonKind::external_target, "the root of the organization", span});
  }

  void add(const Object& object) {
    if (object.type != kRootType) {
      Resource resource = start(object.type, address_of(object.id), object.key.span(), object.whole.span());
      std::vector<Member> members = plain_members(object);
      if (object.type == kMasterType && !rewriter_)
        members.push_back(
            {std::string(kManagement), object.key.span(), Value::boolean(true, written(object.key.span()))});
      if (object.type != kPolicyType) add_parent(object, members);
      finish(std::move(resource), std::move(members));
    }
    if (object.type != kPolicyType) add_attachments(object);
  }

  /// All properties as they are written, but for those that become objects of their own.
  std::vector<Member> plain_members(const Object& object) {
    std::vector<Member> members;
    if (!object.properties) return members;
    const Entries all = configuration_.entries(*object.properties);
    for (const Entry& entry : all.entries) {
      const std::string_view name = entry.key.text();
      if (name == kPolicies || name == "Accounts" || name == "OrganizationalUnits" || name == kManagement)
        continue;
      Value value = configuration_.value(entry.value);
      // A document that is written as text is encoded once more, and then no policy.
      if (object.type == kPolicyType && name == "PolicyDocument" && value.is(Value::Kind::string))
        value = Value::unknown({ReasonKind::invalid, "a policy document that is a text", entry.value.span()},
                               value::ValueType::any, written(entry.value.span()));
      members.push_back({std::string(name), entry.key.span(), std::move(value)});
    }
    return members;
  }

  void add_parent(const Object& object, std::vector<Member>& members) {
    const source::Span span = object.parents.empty() ? object.key.span() : object.parents[0].second.span();
    std::set<std::string> units;
    for (const auto& [unit, item] : object.parents) units.insert(unit);
    Value parent;
    const std::vector<Reason>& somewhere = somewhere_[object.type == kUnitType ? kUnitType : kAccountType];
    if (units.size() > 1) {
      parent = Value::unknown({ReasonKind::invalid, "in which of several units " + object.id + " is", span},
                              value::ValueType::string, written(span));
    } else if (units.size() == 1) {
      parent = reference_to(address_of(*units.begin()),
                            {ReasonKind::external_target, "organizational unit " + *units.begin(), span});
    } else if (!somewhere.empty() && object.type != kMasterType) {
      parent = Value::unknown(somewhere.front(), value::ValueType::string, written(span));
    } else {
      parent = root_reference(span);
    }
    members.push_back({"ParentId", span, std::move(parent)});
  }

  void add_attachments(const Object& object) {
    if (!object.properties) return;
    const Entries all = configuration_.entries(*object.properties);
    for (const Entry& entry : all.entries) {
      if (entry.key.text() != kPolicies) continue;
      // A single `!Ref` is a list of one.
      if (referenced(entry.value)) return attach(object, entry.value, 0);
      const Found list = configuration_.resolve(entry.value);
      if (!list.node) return attach_unknown(object, *list.unknown);
      std::size_t index = 0;
      for (const SyntaxNode& item : configuration_.items(list)) {
        if (is_everything(list, item)) {
          for (const Object& each : objects_)
            if (each.type == kPolicyType && within_limit(item))
              attach_to(object, policy_reference(each.id, item), item, index++);
        } else if (within_limit(item)) {
          attach(object, item, index++);
        }
      }
      return;
    }
    for (const Reason& reason : all.unknown) attach_unknown(object, reason);
  }

  static Value policy_reference(const std::string& id, const SyntaxNode& at) {
    return reference_to(address_of(id),
                        {ReasonKind::external_target, "service control policy " + id, at.span()});
  }

  void attach(const Object& object, const SyntaxNode& item, std::size_t index) {
    if (const std::optional<SyntaxNode> name = referenced(item)) {
      const Object* policy = object_named(*name);
      const bool fits = policy != nullptr && policy->type == kPolicyType;
      return attach_to(
          object,
          fits ? policy_reference(policy->id, item)
               : Value::unknown({ReasonKind::invalid,
                                 "which policy !Ref " + std::string(name->text()) + " names", item.span()},
                                value::ValueType::string, written(item.span())),
          item, index);
    }
    attach_to(object, configuration_.value(item), item, index);
  }

  void attach_unknown(const Object& object, const Reason& reason) {
    Resource resource = start(kAttachmentType, address_of(object.id) + "." + std::string(kPolicies),
                              object.key.span(), object.key.span());
    finish_attachment(std::move(resource), object,
                      Value::unknown(reason, value::ValueType::string, written(reason.span)));
  }

  void attach_to(const Object& object, Value policy, const SyntaxNode& item, std::size_t index) {
    has_attachments_ = true;
    Resource resource =
        start(kAttachmentType,
              address_of(object.id) + "." + std::string(kPolicies) + "[" + std::to_string(index) + "]",
              item.span(), item.span());
    finish_attachment(std::move(resource), object, std::move(policy));
  }

  void finish_attachment(Resource resource, const Object& object, Value policy) {
    const source::Span span = resource.span;
    Value target = object.type == kRootType
                       ? root_reference(span)
                       : reference_to(address_of(object.id), {ReasonKind::external_target, object.id, span});
    finish(std::move(resource),
           {{"PolicyId", span, std::move(policy)}, {"TargetId", span, std::move(target)}});
  }

  /// Policies in the templates that tasks deploy: tasks say which accounts they are attached to.
  void add_template(const SyntaxNode& document) {
    const Found resources = configuration_.find(document, "Resources");
    if (!resources.is_mapping()) return;
    const Entries all = configuration_.entries(*resources.node);
    for (const Entry& entry : all.entries) {
      const Found whole = configuration_.resolve(entry.value);
      const Found type = whole.is_mapping() ? configuration_.find(*whole.node, "Type") : Found{};
      if (!type.is_scalar() || !is_organization_policy(type.node->text())) continue;
      const Found properties = configuration_.find(*whole.node, "Properties");
      const bool known = properties.is_mapping();
      const Found kind = known ? configuration_.find(*properties.node, "Type") : Found{};
      const Found other = known ? configuration_.find(*properties.node, "PolicyType") : Found{};
      const Found& stated = kind.node || kind.unknown ? kind : other;
      if (stated.is_scalar() && stated.node->text() != "SERVICE_CONTROL_POLICY") continue;
      add_template_policy(document, entry, *whole.node, known ? properties.node : std::nullopt);
    }
  }

  void add_template_policy(const SyntaxNode& document, const Entry& entry, const SyntaxNode& whole,
                           const std::optional<SyntaxNode>& properties) {
    const std::string id(entry.key.text());
    Resource resource =
        start(kPolicyType, document.file().path() + ": Resources." + id, entry.key.span(), whole.span());
    std::vector<Member> members;
    const Entries all = properties ? configuration_.entries(*properties) : Entries{};
    for (const Entry& property : all.entries) {
      const std::string_view name = property.key.text();
      if (name == "Name")
        members.push_back({"PolicyName", property.key.span(), configuration_.value(property.value)});
      if (name == "Content" || name == "PolicyDocument")
        members.push_back({"PolicyDocument", property.key.span(), configuration_.value(property.value)});
    }
    const source::Span span = entry.key.span();
    members.push_back({"TargetIds", span, elsewhere("the policy " + id + " of", document, span)});
    finish(std::move(resource), std::move(members));
  }

  static Value elsewhere(const std::string& what, const SyntaxNode& document, source::Span span) {
    return Value::unknown(
        {ReasonKind::partial_organization,
         "what the tasks of org-formation attach " + what + " " + document.file().path() + " to", span},
        value::ValueType::string, written(span));
  }

  /// Templates of CloudFormation itself are organizations by themselves; their policies may be attached here.
  void add_unknown_attachment(const SyntaxNode& document) {
    const source::Span span = document.size() == 0 ? document.span() : document.member(0).key.span();
    Resource resource = start(kAttachmentType, document.file().path(), span, document.span());
    const Value somewhere = elsewhere("the policies of", document, span);
    finish(std::move(resource), {{"PolicyId", span, somewhere}, {"TargetId", span, somewhere}});
  }

  /// Comes last: the management account is then one of the accounts.
  void add_organization(const SyntaxNode& section) {
    const auto root = std::find_if(objects_.begin(), objects_.end(),
                                   [](const Object& object) { return object.type == kRootType; });
    const bool declared = root != objects_.end();
    const source::Span span = declared ? root->key.span() : first_line(section);
    Resource resource =
        start(kRootType, "Organization", span, declared ? root->whole.span() : section.span());
    std::vector<Member> members;
    // Before it attaches any, org-formation enables the type.
    if (has_attachments_)
      members.push_back(
          {std::string(kEnabledPolicyTypes), span,
           Value::list({Value::string("SERVICE_CONTROL_POLICY", written(span))}, written(span))});
    finish(std::move(resource), std::move(members));
    if (declared && property(*root, "MirrorInPartition").node)
      unit_.problems.push_back({source::ProblemKind::notice, span,
                                "the organization in another partition that mirrors this one is not looked "
                                "at"});
  }

  /// The key in front of the section where there is one.
  [[nodiscard]] source::Span first_line(const SyntaxNode& section) const {
    for (const SyntaxNode::Member& member : document_->members())
      if (member.key.is_scalar() && member.key.text() == "Organization") return member.key.span();
    return section.span();
  }

  static constexpr std::string_view kRootSymbol = "Organization.roots[0].id";

  Configuration configuration_;
  EvaluatedUnit unit_;
  std::optional<SyntaxNode> document_;
  std::optional<Reason> rewriter_;
  std::vector<Object> objects_;
  std::map<std::string, std::size_t> index_;
  std::map<std::string_view, std::vector<Reason>> somewhere_;
  bool has_attachments_ = false;
  std::size_t steps_ = 0;
};

}  // namespace

EvaluatedUnit read_org_formation(const SyntaxNode& document, const Surroundings& surroundings,
                                 const Deployed& deployed) {
  return Reader(surroundings).read(document, deployed);
}

}  // namespace rootproof::organization_files
