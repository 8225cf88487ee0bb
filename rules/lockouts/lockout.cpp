#include "rules/lockouts/lockout.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "analyzer/policy/hole_binding.h"
#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/value/value_set.h"
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

bool has_logical_id(const Resource& resource) {
  return resource.language == Language::cloudformation && resource.address.starts_with(kResources);
}

/// What of an IAM ARN stands behind the account: "role/ci/deploy", with holes where its name has some.
/// nullopt where nothing is known of the name, or the path is not.
std::optional<value::Value> created_identity(const Resource& resource) {
  const value::Value* const name = resource.property("name");
  const value::Value* const path = resource.property("path");
  if (name == nullptr) return std::nullopt;
  std::string before = resource.kind == ResourceKind::iam_role ? "role/" : "user/";
  if (path != nullptr && !path->is(value::Value::Kind::null)) {
    const std::string written = path->as_text().value_or("");
    if (!written.starts_with('/') || !written.ends_with('/')) return std::nullopt;
    before += written.substr(1);
  }
  return value::concatenate(std::vector<value::Value>{value::Value::string(std::move(before)), *name}, {});
}

}  // namespace

void LockoutQuestions::read() {
  for (const Resource& resource : facts_.resources) {
    if (has_logical_id(resource))
      types_[resource.unit][resource.address.substr(kResources.size())] = resource.type;
    if (resource.kind != ResourceKind::iam_role && resource.kind != ResourceKind::iam_user) continue;
    const UnitAndAccount place{resource.unit, resource.account};
    identities_[place].insert(has_logical_id(resource) ? resource.address.substr(kResources.size())
                                                       : resource.address);
    if (!is_certain(resource)) continue;
    const std::optional<value::Value> identity = created_identity(resource);
    if (std::optional<std::string> text = identity ? identity->as_text() : std::nullopt)
      created_[place].push_back(*std::move(text));
  }
}

const std::set<std::string, std::less<>>& LockoutQuestions::elsewhere(const UnitAndAccount& place) {
  const auto [found, is_new] = elsewhere_.try_emplace(place);
  if (!is_new) return found->second;
  for (auto each = identities_.lower_bound({place.first, {}});
       each != identities_.end() && each->first.first == place.first; ++each)
    if (each->first != place) found->second.insert(each->second.begin(), each->second.end());
  return found->second;
}

policy::LockoutQuestion LockoutQuestions::about(const engine::PolicyInstance& instance) {
  if (!std::exchange(is_read_, true)) read();
  policy::LockoutQuestion question;
  const UnitAndAccount place{instance.resource->unit, instance.resource->account};
  if (const auto created = created_.find(place); created != created_.end())
    question.created = created->second;
  question.elsewhere = &elsewhere(place);
  question.account = instance.resource->account;
  if (const auto types = types_.find(instance.resource->unit); types != types_.end())
    question.types = &types->second;
  if (!partition_of_region(instance.resource->region).empty()) question.region = instance.resource->region;
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
  std::string address;  ///< of the resource that has it; empty where only a name is written
  bool generated = false;
  std::string begin;
  std::string end;
  bool whole = false;  ///< nothing stands between beginning and end, which are the same
};

bool may_be_same(std::string_view one, std::string_view other, bool from_behind) {
  const std::size_t common = std::min(one.size(), other.size());
  return from_behind ? one.substr(one.size() - common) == other.substr(other.size() - common)
                     : one.substr(0, common) == other.substr(0, common);
}

bool are_different(const KnownName& one, const KnownName& other) {
  if (one.generated && other.generated)
    return !one.address.empty() && !other.address.empty() && one.address != other.address;
  if (one.whole && other.whole) return one.begin != other.begin;
  return !may_be_same(one.begin, other.begin, false) || !may_be_same(one.end, other.end, true);
}

/// The beginning and the end of a text that may have parts between them which are not known.
KnownName name_as_written(const value::Value& text) {
  KnownName name;
  if (!text.is(value::Value::Kind::string)) return name;
  name.whole = !text.is_partial();
  for (const value::StringPiece& piece : text.pieces()) {
    if (std::holds_alternative<value::Hole>(piece)) break;
    name.begin += std::get<value::TextPiece>(piece).text;
  }
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    name.end = known == nullptr ? std::string() : name.end + known->text;
  }
  return name;
}

/// Names of queues and topics in the languages.
constexpr std::array<std::string_view, 5> kNameProperties{"name", "QueueName", "TopicName", "queue_name",
                                                          "topic_name"};

/// nullptr where the name is made at deployment: a text without anything in it is no name.
const value::Value* written_name(const Resource& resource) {
  for (const std::string_view property : kNameProperties)
    if (const value::Value* name = resource.properties.find(property);
        value::is_given(name) && name->as_text() != "")
      return name;
  return nullptr;
}

KnownName name_of_resource(const engine::Facts& facts, const Resource& policy, std::string address) {
  const auto found = std::find_if(
      facts.resources.begin(), facts.resources.end(),
      [&](const Resource& resource) { return resource.unit == policy.unit && resource.address == address; });
  KnownName name;
  // Instances of one block may be the same.
  if (found == facts.resources.end() || address.find('[') != std::string::npos) return name;
  const value::Value* prefix = found->properties.find("name_prefix");
  if (const value::Value* text = written_name(*found)) {
    name = name_as_written(*text);
  } else if (value::is_given(prefix)) {
    name = name_as_written(*prefix);
    name.end.clear();
    name.whole = false;
  } else {
    name.generated = true;
    // As the provider for Terraform begins the names that it makes; CloudFormation takes those of stacks.
    if (found->language == Language::terraform) name.begin = "terraform-";
  }
  name.address = std::move(address);
  return name;
}

/// The name at the end of an ARN or URL.
KnownName name_at_end(const value::Value& text) {
  KnownName name;
  if (!text.is(value::Value::Kind::string)) return name;
  const auto* const last = std::get_if<value::TextPiece>(&text.pieces().back());
  const std::size_t mark = last == nullptr ? std::string::npos : last->text.find_last_of(":/");
  if (mark == std::string::npos || last->text.find_first_of("*?$", mark) != std::string::npos) return name;
  name.begin = name.end = last->text.substr(mark + 1);
  name.whole = true;
  return name;
}

/// The address of the resource that a text is an attribute of.
std::optional<std::string> address_in(const Resource& policy, const value::Value& text) {
  if (policy.language != Language::cloudformation) return referenced_resource(text);
  if (!text.is(value::Value::Kind::string) || text.pieces().empty()) return std::nullopt;
  // The name of an ARN stands behind its last colon.
  const auto pieces = text.pieces();
  const auto* before =
      pieces.size() == 1 ? nullptr : std::get_if<value::TextPiece>(&pieces[pieces.size() - 2]);
  const auto* hole = std::get_if<value::Hole>(&pieces.back());
  if (hole == nullptr || hole->kind != value::HoleKind::reference ||
      (pieces.size() > 1 && (before == nullptr || !before->text.ends_with(':'))))
    return std::nullopt;
  return std::string(kResources) + hole->symbol.substr(0, hole->symbol.find('.'));
}

KnownName name_in(const engine::Facts& facts, const Resource& policy, const value::Value& text) {
  const std::optional<std::string> address = address_in(policy, text);
  return address ? name_of_resource(facts, policy, *address) : name_at_end(text);
}

/// What a policy hangs on, as it says itself: a text or a list of texts.
const value::Value* owners_of(const Resource& policy) {
  const std::string_view argument = owner_argument(policy.type);
  if (!argument.empty()) return policy.properties.find(argument);
  for (const char* list : {"Queues", "Topics", "queues", "topics"})
    if (const value::Value* owners = policy.properties.find(list); value::is_given(owners)) return owners;
  return nullptr;
}

/// The names of what a policy hangs on; none where they are not known.
std::vector<KnownName> own_names(const engine::Facts& facts, const Resource& policy) {
  const value::Value* owners = owners_of(policy);
  if (!value::is_given(owners)) return {};
  std::vector<KnownName> names;
  if (owners->is(value::Value::Kind::string)) names.push_back(name_in(facts, policy, *owners));
  if (owners->is(value::Value::Kind::list))
    for (const value::Value& owner : owners->items()) names.push_back(name_in(facts, policy, owner));
  return names;
}

/// Nearly every policy: statements that allow, and nothing that is not known.
bool denies_nothing(const policy::PolicyDocument& document) {
  return document.unknowns.empty() && std::all_of(document.statements.begin(), document.statements.end(),
                                                  [](const policy::Statement& statement) {
                                                    return statement.effect == policy::Effect::allow;
                                                  });
}

}  // namespace

const value::Value* name_of_owner(const engine::Facts& facts, const engine::PolicyInstance& instance) {
  const Resource& policy = *instance.resource;
  if (denies_nothing(instance.document)) return nullptr;
  const value::Value* owner = owners_of(policy);
  if (owner == nullptr) return owner_argument(policy.type).empty() ? written_name(policy) : nullptr;
  if (owner->is(value::Value::Kind::list) && owner->items().size() == 1) owner = &owner->items().front();
  const std::optional<std::string> address = address_in(policy, *owner);
  if (!address) return nullptr;
  const auto found = std::find_if(
      facts.resources.begin(), facts.resources.end(),
      [&](const Resource& resource) { return resource.unit == policy.unit && resource.address == *address; });
  return found == facts.resources.end() ? nullptr : written_name(*found);
}

policy::PolicyDocument without_others(const engine::Facts& facts, const engine::PolicyInstance& instance) {
  policy::PolicyDocument document = instance.document;
  if (denies_nothing(document)) return document;
  const Resource& policy = *instance.resource;
  const std::vector<KnownName> own = own_names(facts, policy);
  if (own.empty()) return document;
  const auto is_another = [&](const policy::Pattern& entry) {
    const KnownName named = name_in(facts, policy, entry.value);
    return std::all_of(own.begin(), own.end(),
                       [&](const KnownName& name) { return are_different(name, named); });
  };
  for (policy::Statement& statement : document.statements) {
    if (statement.effect != policy::Effect::deny) continue;
    const bool about_others = !statement.not_resource && !statement.resources_unknown &&
                              !statement.resources.empty() &&
                              std::all_of(statement.resources.begin(), statement.resources.end(), is_another);
    // What is allowed plays no part where identities need no grant.
    if (about_others) statement.effect = policy::Effect::allow;
  }
  return document;
}

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
  void add(const std::string& part) {
    if (!part.empty()) texts_.emplace(part, "example-" + std::to_string(texts_.size() + 1));
  }

  const value::Value& name_;
  std::map<std::string, std::string> texts_;
};

policy::LockoutAnswer locks_out(const policy::PolicyDocument& document,
                                const policy::LockoutQuestion& question, const value::Value* name) {
  policy::LockoutAnswer found = policy::locks_out_all_but_root(document, question);
  if (found.answer.verdict != policy::Verdict::undecided || name == nullptr) return found;
  const NameParts parts(*name);
  if (parts.empty()) return found;
  policy::LockoutQuestion supposed = question;
  supposed.name = parts.whole();
  policy::LockoutAnswer answer = policy::locks_out_all_but_root(
      policy::bind_holes(document,
                         [&](const policy::HoleUse& use) -> std::optional<std::string> {
                           // Elsewhere it may be an account or an id, which have forms of their own.
                           return use.place == policy::HolePlace::resource ? parts.text_of(use.hole)
                                                                           : std::nullopt;
                         }),
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
          resource.address + " " + std::string(words.locked) + under(finding, resource.guard & found.guard);
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
