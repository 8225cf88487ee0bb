// Files of org-formation (https://github.com/org-formation/org-formation-cli, src/parser/model, March 2025).
#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "parsers/organization_files/configuration.h"
#include "parsers/organization_files/org_formation_tasks.h"
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
  explicit Reader(const Surroundings& surroundings)
      : surroundings_(surroundings), configuration_(surroundings) {}

  EvaluatedUnit read(const SyntaxNode& document, const Deployed& deployed) {
    document_ = document;
    note_templating(document);
    Found section = configuration_.find(document, "Organization");
    // A whole organization file may be included: its section is meant.
    if (section.is_mapping() && is_org_formation_template(*section.node) &&
        section.node->file().id() != document.file().id())
      section = configuration_.find(*section.node, "Organization");
    unit_.name = section.node.value_or(document).file().path();
    if (section.unknown) unit_.unknowns.push_back(*section.unknown);
    if (section.is_mapping()) read_section(*section.node);
    note_repeated(kRootType);
    note_repeated(kMasterType);
    place_in_units();
    for (const Object& object : objects_) add(object);
    for (const Reason& reason : deployed.unread) unit_.unknowns.push_back(reason);
    if (!deployed.tasks.empty())
      tasks_ = template_tasks(surroundings_, deployed.tasks, document.file().path());
    for (const SyntaxNode& each : deployed.templates) add_template(each);
    for (const SyntaxNode& each : deployed.elsewhere) add_cloudformation(each);
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
    for (const Reason& reason : all.unknown)
      if (reason.kind == ReasonKind::duplicate_key && reason.detail == kPolicies)
        return attach_unknown(object, reason);
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
    members.push_back({"TargetIds", span,
                       properties ? targets_of(document, entry, whole, *properties)
                                  : elsewhere("the policy " + id + " of", document, span)});
    finish(std::move(resource), std::move(members));
  }

  // What the tasks of org-formation attach the policies of a template to.

  [[nodiscard]] std::ptrdiff_t deployments_of(const SyntaxNode& document) const {
    return std::count_if(tasks_.begin(), tasks_.end(),
                         [&](const TemplateTask& task) { return task.file == document.file().path(); });
  }

  /// Known where one task deploys the template, in a way that is read here, into the management account.
  Value targets_of(const SyntaxNode& document, const Entry& entry, const SyntaxNode& whole,
                   const SyntaxNode& properties) {
    const source::Span span = entry.key.span();
    const std::string what = "the policy " + std::string(entry.key.text()) + " of";
    const auto unknown = [&](const Reason& reason) {
      return Value::unknown(reason, value::ValueType::string, written(span));
    };
    if (deployments_of(document) != 1) return elsewhere(what, document, span);
    const auto task = std::find_if(tasks_.begin(), tasks_.end(), [&](const TemplateTask& each) {
      return each.file == document.file().path();
    });
    if (task->unknown) return unknown(*task->unknown);
    if (const std::optional<Reason> block = templating_block(document.file())) return unknown(*block);
    constexpr std::string_view kSections[] = {"AWSTemplateFormatVersion",
                                              "Description",
                                              "Organization",
                                              "OrganizationBindings",
                                              "Parameters",
                                              "Metadata",
                                              "Mappings",
                                              "Conditions",
                                              "Resources",
                                              "Outputs"};
    constexpr std::string_view kAttributes[] = {"Type",           "Properties",          "DependsOn",
                                                "DeletionPolicy", "UpdateReplacePolicy", "Metadata"};
    if (const std::optional<Reason> more = more_than(document, kSections)) return unknown(*more);
    if (const std::optional<Reason> more = more_than(whole, kAttributes)) return unknown(*more);
    const bool typed = configuration_.known_text(properties, "Type") == "SERVICE_CONTROL_POLICY" ||
                       configuration_.known_text(properties, "PolicyType") == "SERVICE_CONTROL_POLICY";
    if (!typed || !is_deployed_by_management(task->task)) return elsewhere(what, document, span);
    const std::optional<SyntaxNode> targets = configuration_.raw(properties, "TargetIds");
    std::vector<Value> found;
    if (!targets || !add_targets(*targets, document, *task, 0, found)) return elsewhere(what, document, span);
    return Value::list(std::move(found), written(span));
  }

  /// A member that is not among these may decide whether the policy is deployed.
  std::optional<Reason> more_than(const SyntaxNode& mapping, std::span<const std::string_view> known) {
    const Entries all = configuration_.entries(mapping);
    if (!all.unknown.empty()) return all.unknown.front();
    for (const Entry& entry : all.entries)
      if (std::find(known.begin(), known.end(), entry.key.text()) == known.end())
        return Reason{ReasonKind::unsupported, std::string(entry.key.text()) + " beside the policy",
                      entry.key.span()};
    return std::nullopt;
  }

  /// A Region written out, or a list with one.
  static bool names_region(const std::optional<SyntaxNode>& node) {
    if (!node || !node->tag().empty()) return false;
    if (node->is_scalar()) return node->type() == syntax::ScalarType::string && !node->text().empty();
    return node->is_sequence() && node->size() > 0 && names_region(node->item(0));
  }

  /// Into the management account, and into some Region: without one there is no stack.
  bool is_deployed_by_management(const SyntaxNode& task) {
    const Found binding = configuration_.find(task, "DefaultOrganizationBinding");
    if (!binding.is_mapping()) return false;
    const std::optional<SyntaxNode> own = configuration_.raw(*binding.node, "Region");
    const bool placed =
        own ? names_region(own) : names_region(configuration_.raw(task, "DefaultOrganizationBindingRegion"));
    const std::optional<std::set<std::string>>& accounts = accounts_of(*binding.node);
    return placed && accounts && std::any_of(accounts->begin(), accounts->end(), [&](const std::string& id) {
             return objects_[index_.at(id)].type == kMasterType;
           });
  }

  /// False where something of it is not known.
  bool add_targets(const SyntaxNode& node, const SyntaxNode& document, const TemplateTask& task,
                   unsigned depth, std::vector<Value>& found) {
    if (depth > limits::kSyntaxDepth || !within_limit(node)) return false;
    if (const std::optional<SyntaxNode> name = referenced(node)) {
      if (const Object* object = object_named(*name)) return add_target(*object, node, found);
      const std::optional<SyntaxNode> given = parameter(*name, document, task);
      return given && add_targets(*given, document, task, depth + 1, found);
    }
    if (!node.tag().empty()) return false;
    if (node.is_sequence()) {
      const std::vector<SyntaxNode> items = node.items();
      return std::all_of(items.begin(), items.end(), [&](const SyntaxNode& item) {
        return add_targets(item, document, task, depth + 1, found);
      });
    }
    if (!node.is_scalar() || is_templated(node)) return false;
    if (node.text().starts_with(kEnumTargetAccounts)) return add_enumerated(node, document, task, found);
    found.push_back(Value::string(std::string(node.text()), written(node.span()), node.span()));
    return true;
  }

  bool add_target(const Object& object, const SyntaxNode& at, std::vector<Value>& found) {
    if (object.type == kPolicyType) return false;
    found.push_back(
        object.type == kRootType
            ? root_reference(at.span())
            : reference_to(address_of(object.id), {ReasonKind::external_target, object.id, at.span()}));
    return true;
  }

  /// What a task gives a parameter of the template, else its default.
  std::optional<SyntaxNode> parameter(const SyntaxNode& name, const SyntaxNode& document,
                                      const TemplateTask& task) {
    const Found given = configuration_.find(task.task, "Parameters");
    if (given.unknown) return std::nullopt;
    if (given.is_mapping()) {
      const Entries all = configuration_.entries(*given.node);
      if (!all.unknown.empty()) return std::nullopt;
      for (const Entry& entry : all.entries)
        if (entry.key.text() == name.text()) return entry.value;
    }
    const Found declared = configuration_.find(document, "Parameters");
    const Found one = declared.is_mapping() ? configuration_.find(*declared.node, name.text()) : Found{};
    return one.is_mapping() ? configuration_.raw(*one.node, "Default") : std::nullopt;
  }

  /// `Fn::EnumTargetAccounts BINDING ${account}`.
  bool add_enumerated(const SyntaxNode& node, const SyntaxNode& document, const TemplateTask& task,
                      std::vector<Value>& found) {
    std::vector<std::string_view> words;
    const std::string_view text = node.text();
    for (std::size_t at = text.find_first_not_of(' '); at != std::string_view::npos;
         at = text.find_first_not_of(' ', text.find(' ', at))) {
      words.push_back(text.substr(at, text.find(' ', at) - at));
      if (text.find(' ', at) == std::string_view::npos) break;
    }
    const bool ids = words.size() == 3 && words[0] == kEnumTargetAccounts &&
                     (words[2] == "${account}" || words[2] == "${AccountId}");
    if (!ids) return false;
    const Found in_task = configuration_.find(task.task, "OrganizationBindings");
    const Found in_template = configuration_.find(document, "OrganizationBindings");
    // Which of two sections counts is not read here.
    if (in_task.unknown || in_template.unknown || (in_task.node && in_template.node)) return false;
    const Found& section = in_task.node ? in_task : in_template;
    const Found binding = section.is_mapping() ? configuration_.find(*section.node, words[1]) : Found{};
    if (!binding.is_mapping()) return false;
    const std::optional<std::set<std::string>>& accounts = accounts_of(*binding.node);
    if (!accounts) return false;
    if (accounts->size() > kEnumeratedTargets - enumerated_) {
      found.push_back(Value::unknown({ReasonKind::limit, "kUnitInstances", node.span()},
                                     value::ValueType::string, written(node.span())));
      return true;
    }
    enumerated_ += accounts->size();
    for (const std::string& id : *accounts)
      if (!add_target(objects_[index_.at(id)], node, found)) return false;
    return true;
  }

  const std::optional<std::set<std::string>>& accounts_of(const SyntaxNode& binding) {
    const auto [place, added] = accounts_of_bindings_.try_emplace(binding.span());
    if (added) place->second = read_binding(binding);
    return place->second;
  }

  /// The logical ids of the accounts of a binding (src/parser/parser.ts, resolveNormalizedLogicalAccountIds);
  /// nothing where they are not known.
  std::optional<std::set<std::string>> read_binding(const SyntaxNode& binding) {
    std::set<std::string> accounts;
    std::set<std::string> excluded;
    const Entries all = configuration_.entries(binding);
    if (!all.unknown.empty()) return std::nullopt;
    for (const Entry& entry : all.entries) {
      const std::string_view name = entry.key.text();
      const bool excludes = name.starts_with("Exclude");
      if (name == "Region") continue;
      if (name == "IncludeMasterAccount") {
        const std::optional<std::string> text = configuration_.known_text(entry.value);
        if (text != "true" && text != "false") return std::nullopt;
        for (const Object& object : objects_)
          if (text == "true" && object.type == kMasterType) accounts.insert(object.id);
      } else if (name == "Account" || name == "ExcludeAccount") {
        if (!add_named(entry.value, kAccountType, excludes ? excluded : accounts)) return std::nullopt;
      } else if (name == "OrganizationalUnit" || name == "ExcludeOrganizationalUnit") {
        std::set<std::string> units;
        std::set<std::string> seen;
        if (!add_named(entry.value, kUnitType, units)) return std::nullopt;
        for (const std::string& unit : units)
          if (!add_below(unit, excludes ? excluded : accounts, seen, 0)) return std::nullopt;
      } else {
        return std::nullopt;
      }
    }
    for (const std::string& id : excluded) accounts.erase(id);
    return accounts;
  }

  /// `'*'`, a `!Ref` or a list of these.
  bool add_named(const SyntaxNode& node, std::string_view type, std::set<std::string>& names) {
    if (node.tag().empty() && node.is_scalar() && node.text() == kEverything) {
      for (const Object& object : objects_)
        if (object.type == type) names.insert(object.id);
      return unit_.unknowns.empty();  // what is not read may be one of these
    }
    if (node.tag().empty() && node.is_sequence()) {
      const std::vector<SyntaxNode> items = node.items();
      return std::all_of(items.begin(), items.end(), [&](const SyntaxNode& item) {
        return referenced(item) && add_named(item, type, names);
      });
    }
    const std::optional<SyntaxNode> name = referenced(node);
    const Object* object = name ? object_named(*name) : nullptr;
    const bool fits =
        object != nullptr && (object->type == type || (type == kAccountType && object->type == kMasterType));
    if (fits) names.insert(object->id);
    return fits;
  }

  /// The accounts of a unit and of those below it.
  bool add_below(const std::string& unit, std::set<std::string>& accounts, std::set<std::string>& seen,
                 unsigned depth) {
    if (!seen.insert(unit).second) return true;
    const bool open = std::any_of(somewhere_.begin(), somewhere_.end(),
                                  [](const auto& entry) { return !entry.second.empty(); });
    if (depth > limits::kOrganizationDepth || open) return false;
    if (below_.empty())
      for (const Object& object : objects_)
        for (const auto& [parent, item] : object.parents)
          if (std::vector<const Object*>& here = below_[parent]; here.empty() || here.back() != &object)
            here.push_back(&object);
    const auto here = below_.find(unit);
    if (here == below_.end()) return true;
    for (const Object* each : here->second) {
      const Object& object = *each;
      if (object.type == kUnitType) {
        if (!add_below(object.id, accounts, seen, depth + 1)) return false;
      } else {
        accounts.insert(object.id);
      }
    }
    return true;
  }

  static Value elsewhere(const std::string& what, const SyntaxNode& document, source::Span span) {
    return Value::unknown(
        {ReasonKind::partial_organization,
         "what the tasks of org-formation attach " + what + " " + document.file().path() + " to", span},
        value::ValueType::string, written(span));
  }

  /// Templates of CloudFormation itself are organizations by themselves, unless one task deploys all their
  /// policies, and contents and targets are read here.
  void add_cloudformation(const SyntaxNode& document) {
    const std::size_t first = unit_.resources.size();
    const bool versioned = configuration_.known_text(document, "AWSTemplateFormatVersion") == "2010-09-09";
    if (versioned && deployments_of(document) == 1) add_template(document);
    const auto begin = unit_.resources.begin() + static_cast<std::ptrdiff_t>(first);
    const bool read = std::all_of(begin, unit_.resources.end(), [](const Resource& policy) {
      const Value* content = policy.properties.find("PolicyDocument");
      const Value* targets = policy.properties.find("TargetIds");
      return content != nullptr && content->fully_known() && targets != nullptr &&
             targets->is(Value::Kind::list);
    });
    if (read && begin != unit_.resources.end()) return;
    unit_.resources.erase(begin, unit_.resources.end());
    add_unknown_attachment(document);
  }

  /// Its policies may be attached here.
  void add_unknown_attachment(const SyntaxNode& document) {
    const bool has_keys = document.is_mapping() && document.size() > 0;
    const source::Span span = has_keys ? document.member(0).key.span() : document.span();
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
    const Found mirror = declared ? property(*root, "MirrorInPartition") : Found{};
    const bool mirrored = mirror.is_scalar() && mirror.node->type() == syntax::ScalarType::boolean &&
                          mirror.node->as_boolean() == true;
    if (mirror.unknown)
      unit_.problems.push_back({source::ProblemKind::notice, span,
                                "whether another partition mirrors this organization is not known, so it "
                                "is not looked at"});
    if (mirrored) {
      // org-formation makes the same units, policies and attachments there, for an account of each.
      Resource other = resource;
      resource.partition = "aws";
      other.partition = "aws-us-gov";
      finish(std::move(other), members);
    }
    finish(std::move(resource), std::move(members));
  }

  /// The key in front of the section where there is one.
  [[nodiscard]] source::Span first_line(const SyntaxNode& section) const {
    for (const SyntaxNode::Member& member : document_->members())
      if (member.key.is_scalar() && member.key.text() == "Organization") return member.key.span();
    return section.span();
  }

  static constexpr std::string_view kRootSymbol = "Organization.roots[0].id";
  static constexpr std::string_view kEnumTargetAccounts = "Fn::EnumTargetAccounts";
  /// Accounts that bindings name for policies, all together: AWS lets ten policies hang on each object.
  static constexpr std::size_t kEnumeratedTargets = 10 * limits::kUnitInstances;

  const Surroundings& surroundings_;
  Configuration configuration_;
  EvaluatedUnit unit_;
  std::optional<SyntaxNode> document_;
  std::optional<Reason> rewriter_;
  std::vector<Object> objects_;
  std::vector<TemplateTask> tasks_;
  std::map<std::string, std::size_t> index_;
  std::map<std::string_view, std::vector<Reason>> somewhere_;
  bool has_attachments_ = false;
  std::size_t steps_ = 0;
  /// Objects by the unit that lists them, once they are placed and somebody asks.
  std::map<std::string_view, std::vector<const Object*>> below_;
  std::map<source::Span, std::optional<std::set<std::string>>> accounts_of_bindings_;
  std::size_t enumerated_ = 0;
};

}  // namespace

EvaluatedUnit read_org_formation(const SyntaxNode& document, const Surroundings& surroundings,
                                 const Deployed& deployed) {
  return Reader(surroundings).read(document, deployed);
}

}  // namespace rootproof::organization_files
