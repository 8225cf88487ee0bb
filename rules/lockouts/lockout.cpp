#include "rules/lockouts/lockout.h"

#include <algorithm>
#include <utility>

#include "analyzer/policy/hole_binding.h"
#include "parsers/arn.h"
#include "parsers/regions.h"
#include "rules/answers.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/other_resource.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

/// What to look at in a statement that locks out: its conditions, else what it denies. In one that allows
/// something it is to whom.
source::Span place_in(const policy::Statement& statement) {
  if (statement.effect == policy::Effect::allow && !statement.principal_span.empty())
    return statement.principal_span;
  if (!statement.condition_span.empty()) return statement.condition_span;
  return statement.action_span.empty() ? statement.span : statement.action_span;
}

/// How addresses of CloudFormation resources begin; references use logical ids.
constexpr std::string_view kResources = "Resources.";

}  // namespace

void LockoutQuestions::read() {
  for (const Resource& resource : facts_.resources) {
    if (resource.language == Language::cloudformation && resource.address.starts_with(kResources))
      types_[resource.unit][resource.address.substr(kResources.size())] = resource.type;
    if (resource.kind != ResourceKind::iam_role && resource.kind != ResourceKind::iam_user) continue;
    const value::Value* name = resource.property("name");
    if (name == nullptr || !is_certain(resource)) continue;
    if (std::optional<std::string> text = name->as_text())
      created_[resource.unit].push_back(*std::move(text));
    else
      created_in_part_[resource.unit].push_back(*name);
  }
}

policy::LockoutQuestion LockoutQuestions::about(const engine::PolicyInstance& instance) {
  if (!std::exchange(is_read_, true)) read();
  policy::LockoutQuestion question;
  if (const auto created = created_.find(instance.resource->unit); created != created_.end())
    question.created = created->second;
  if (const auto created = created_in_part_.find(instance.resource->unit); created != created_in_part_.end())
    question.created_in_part = created->second;
  if (const auto types = types_.find(instance.resource->unit); types != types_.end())
    question.types = &types->second;
  if (has_region_form(instance.resource->region)) question.region = instance.resource->region;
  question.accounts = facts_.settings.own_accounts;
  if (is_account_id(instance.resource->account)) question.accounts = {instance.resource->account};
  return question;
}

bool is_file_about(const engine::PolicyInstance& instance, std::string_view service) {
  if (instance.resource->kind != ResourceKind::policy_file) return false;
  const auto names_one = [service](const policy::PolicyString& entry) {
    const std::string text = entry.text().value_or("");
    const std::size_t partition = text.find(':');
    const std::size_t begin = partition == std::string::npos ? partition : text.find(':', partition + 1);
    return text.starts_with("arn:") && begin != std::string::npos &&
           text.compare(begin + 1, service.size() + 1, std::string(service) + ":") == 0;
  };
  const auto& statements = instance.document.statements;
  return instance.document.kind == PolicyKind::resource &&
         std::any_of(statements.begin(), statements.end(), [&](const policy::Statement& statement) {
           return statement.effect == policy::Effect::deny &&
                  std::any_of(statement.resources.begin(), statement.resources.end(), names_one);
         });
}

namespace {

/// What is known of the name of a queue or topic.
struct KnownName {
  std::string address;  ///< of the resource that has it; empty where only an ARN is written
  bool generated = false;
  std::string text;

  [[nodiscard]] bool known() const { return generated || !text.empty(); }
  /// How Terraform begins the names that it makes.
  [[nodiscard]] bool may_be_generated() const { return generated || text.starts_with("terraform-"); }
};

KnownName name_of_resource(const engine::Facts& facts, const Resource& policy, std::string address) {
  const auto found = std::find_if(
      facts.resources.begin(), facts.resources.end(),
      [&](const Resource& resource) { return resource.unit == policy.unit && resource.address == address; });
  KnownName name{std::move(address), false, {}};
  // Instances of one block may be the same.
  if (found == facts.resources.end() || name.address.find('[') != std::string::npos) return name;
  const value::Value* const text = found->properties.find("name");
  if (text != nullptr && !text->is(value::Value::Kind::null))
    name.text = text->as_text().value_or("");
  else
    name.generated = found->properties.find("name_prefix") == nullptr;
  return name;
}

KnownName name_in_arn(const policy::Pattern& entry) {
  KnownName name;
  if (!entry.value.is(value::Value::Kind::string)) return name;
  const auto* const last = std::get_if<value::TextPiece>(&entry.value.pieces().back());
  const std::size_t colon = last == nullptr ? std::string::npos : last->text.rfind(':');
  if (colon == std::string::npos || last->text.find_first_of("*?$", colon) != std::string::npos) return name;
  name.text = last->text.substr(colon + 1);
  return name;
}

bool are_different(const KnownName& one, const KnownName& other) {
  if (!one.known() || !other.known()) return false;
  if (one.generated && other.generated)
    return !one.address.empty() && !other.address.empty() && one.address != other.address;
  if (one.generated || other.generated) return !(one.may_be_generated() && other.may_be_generated());
  return one.text != other.text;
}

}  // namespace

const value::Value* name_of_owner(const engine::Facts& facts, const engine::PolicyInstance& instance) {
  const Resource& policy = *instance.resource;
  std::string address = policy.address;
  if (const std::string_view argument = owner_argument(policy.type); !argument.empty()) {
    const value::Value* const owner = policy.properties.find(argument);
    address = owner == nullptr ? std::string() : referenced_resource(*owner).value_or("");
  }
  for (const char* list : {"Queues", "Topics"}) {
    const value::Value* const owners = policy.properties.find(list);
    if (owners == nullptr || !owners->is(value::Value::Kind::list) || owners->items().size() != 1) continue;
    const value::Value& owner = owners->items().front();
    if (!owner.is(value::Value::Kind::string) || owner.pieces().empty()) continue;
    const auto* const hole = std::get_if<value::Hole>(&owner.pieces().front());
    if (hole != nullptr && hole->kind == value::HoleKind::reference)
      address = std::string(kResources) + hole->symbol;
  }
  const auto owner = std::find_if(
      facts.resources.begin(), facts.resources.end(),
      [&](const Resource& resource) { return resource.unit == policy.unit && resource.address == address; });
  if (owner == facts.resources.end()) return nullptr;
  for (const char* name : {"name", "QueueName", "TopicName"})
    if (const value::Value* found = owner->properties.find(name)) return found;
  return nullptr;
}

policy::PolicyDocument without_others(const engine::Facts& facts, const engine::PolicyInstance& instance) {
  policy::PolicyDocument document = instance.document;
  const Resource& policy = *instance.resource;
  const std::string_view argument = owner_argument(policy.type);
  const value::Value* const owner = argument.empty() ? nullptr : policy.properties.find(argument);
  const std::optional<std::string> address = owner == nullptr ? std::nullopt : referenced_resource(*owner);
  if (!address) return document;
  const KnownName own = name_of_resource(facts, policy, *address);
  const auto is_another = [&](const policy::Pattern& entry) {
    const std::optional<std::string> named = referenced_resource(entry.value);
    return are_different(own, named ? name_of_resource(facts, policy, *named) : name_in_arn(entry));
  };
  for (policy::Statement& statement : document.statements) {
    const bool about_others = !statement.not_resource && !statement.resources_unknown &&
                              !statement.resources.empty() &&
                              std::all_of(statement.resources.begin(), statement.resources.end(), is_another);
    // What is allowed plays no part where identities need no grant.
    if (statement.effect == policy::Effect::deny && about_others) statement.effect = policy::Effect::allow;
  }
  return document;
}

namespace {

/// Nearly every policy: statements that allow, and nothing that is not known.
bool denies_nothing(const policy::PolicyDocument& document) {
  return document.unknowns.empty() && std::all_of(document.statements.begin(), document.statements.end(),
                                                  [](const policy::Statement& statement) {
                                                    return statement.effect == policy::Effect::allow;
                                                  });
}

}  // namespace

namespace {

/// Stands in for the parts of a name that are not known.
class NameParts {
 public:
  explicit NameParts(const value::Value& name) : name_(name) {
    if (name.is(value::Value::Kind::unknown))
      for (const value::Reason& reason : name.reasons()) add(reason.detail);
    if (!name.is(value::Value::Kind::string)) return;
    for (const value::StringPiece& piece : name.pieces()) {
      const auto* hole = std::get_if<value::Hole>(&piece);
      if (hole != nullptr && hole->kind == value::HoleKind::any) add(policy::name_of(*hole));
    }
  }

  [[nodiscard]] bool empty() const { return texts_.empty(); }

  /// In the ARN of a user or role that has the name.
  [[nodiscard]] std::optional<std::string> text_in_arn(const policy::HoleUse& use) const {
    const bool identity =
        use.place == policy::HolePlace::principal || use.place == policy::HolePlace::condition;
    const bool same = !name_.is(value::Value::Kind::string) || use.before.ends_with(before(use.hole));
    return identity && same && !use.at_start ? text_of(use.hole) : std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> text_of(const value::Hole& hole) const {
    const auto found = texts_.find(policy::name_of(hole));
    const bool part = hole.kind == value::HoleKind::any && found != texts_.end();
    return part ? std::optional(found->second) : std::nullopt;
  }

  /// Empty where more than these parts is not known.
  [[nodiscard]] std::string whole() const {
    if (name_.is(value::Value::Kind::unknown)) return texts_.begin()->second;
    std::string whole;
    for (const value::StringPiece& piece : name_.pieces()) {
      const auto* hole = std::get_if<value::Hole>(&piece);
      const auto text = hole == nullptr ? std::get<value::TextPiece>(piece).text : text_of(*hole);
      if (!text) return {};
      whole += *text;
    }
    return whole;
  }

 private:
  /// What stands in front of the part: the end of the path of an ARN, or a text of the name.
  [[nodiscard]] std::string before(const value::Hole& hole) const {
    std::string text = "/";
    for (const value::StringPiece& piece : name_.pieces()) {
      const auto* other = std::get_if<value::Hole>(&piece);
      if (other != nullptr && policy::name_of(*other) == policy::name_of(hole)) return text;
      text = other != nullptr ? std::string() : text + std::get<value::TextPiece>(piece).text;
    }
    return text;
  }

  void add(const std::string& part) {
    if (!part.empty()) texts_.emplace(part, "example-" + std::to_string(texts_.size() + 1));
  }

  const value::Value& name_;
  std::map<std::string, std::string> texts_;
};

/// Under some name of the users and roles of this code of whose names a part is not known: whoever of them is
/// spared is so under each.
std::optional<policy::LockoutAnswer> spares_created(const policy::PolicyDocument& document,
                                                    const policy::LockoutQuestion& question) {
  std::vector<NameParts> names;
  policy::LockoutQuestion supposed = question;
  for (const value::Value& name : question.created_in_part) {
    NameParts parts(name);
    if (parts.empty() || parts.whole().empty()) continue;
    supposed.created.push_back(parts.whole());
    names.push_back(std::move(parts));
  }
  if (names.empty()) return std::nullopt;
  const policy::PolicyDocument bound =
      policy::bind_holes(document, [&](const policy::HoleUse& use) -> std::optional<std::string> {
        for (const NameParts& parts : names)
          if (std::optional<std::string> text = parts.text_in_arn(use)) return text;
        return std::nullopt;
      });
  policy::LockoutAnswer answer = policy::locks_out_all_but_root(bound, supposed);
  return answer.answer.verdict == policy::Verdict::safe ? std::optional(std::move(answer)) : std::nullopt;
}

policy::LockoutAnswer locks_out(const policy::PolicyDocument& document,
                                const policy::LockoutQuestion& question, const value::Value* name) {
  policy::LockoutAnswer found = policy::locks_out_all_but_root(document, question);
  if (found.answer.verdict == policy::Verdict::undecided)
    if (std::optional<policy::LockoutAnswer> safe = spares_created(document, question))
      return *std::move(safe);
  if (found.answer.verdict != policy::Verdict::undecided || name == nullptr) return found;
  const NameParts parts(*name);
  if (parts.empty()) return found;
  policy::LockoutQuestion supposed = question;
  supposed.name = parts.whole();
  policy::LockoutAnswer answer = policy::locks_out_all_but_root(
      policy::bind_holes(document, [&](const policy::HoleUse& use) { return parts.text_of(use.hole); }),
      supposed);
  // What spares somebody under one name may not do so under another.
  return answer.answer.verdict == policy::Verdict::violation ? answer : found;
}

}  // namespace

void judge_lockout(const engine::Rule& rule, const engine::PolicyInstance& instance,
                   const policy::LockoutQuestion& question, const LockoutWords& words,
                   engine::Findings& findings, const policy::PolicyDocument* document,
                   const value::Value* name) {
  const policy::PolicyDocument& asked = document == nullptr ? instance.document : *document;
  // Terraform's default of many modules: a text without anything in it is no policy.
  const std::optional<std::string> text = instance.document.source.as_string();
  if (text && text->find_first_not_of(" \t\r\n") == std::string::npos) return;
  policy::LockoutAnswer found;
  if (!question.needs_grant && denies_nothing(asked))
    found.answer = safe("no statement denies anything");
  else
    found = locks_out(asked, question, name);
  const Resource& resource = *instance.resource;
  source::Span place = instance.document.span;
  if (!found.statements.empty()) place = place_in(instance.document.statements[found.statements.front()]);
  if (place.empty()) place = resource.span;
  engine::Finding finding = engine::make_finding(rule, resource, std::move(found.answer), place);
  finding.identity = instance.path;
  for (std::size_t i = 1; i < found.statements.size(); ++i) {
    const std::size_t index = found.statements[i];
    if (instance.document.statements[index].effect == policy::Effect::allow) continue;
    finding.related.push_back({place_in(instance.document.statements[index]),
                               statement_name(instance.document, index) + " denies as well"});
  }
  switch (finding.answer.verdict) {
    case policy::Verdict::violation:
      finding.message =
          resource.address + " " + std::string(words.locked) + under(resource.guard & found.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ": like every user and role, " + witness->principal->arn + " cannot " +
                           witness->action + " on " + witness->resource;
      finding.message += ". " + words.recovery;
      finding.fix = engine::Fix{std::string(words.fix), {}};
      if (words.edits) finding.fix->edits = words.edits(found);
      if (!finding.fix->edits.empty()) finding.fix->description = words.edit;
      break;
    case policy::Verdict::undecided:
      finding.related.clear();
      finding.message = std::string(words.question) + resource.address + " depends on " +
                        depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.related.clear();
      finding.message = "others than the root user can change the policy of " + resource.address;
      break;
  }
  findings.push_back(std::move(finding));
}

}  // namespace rootproof::rules
