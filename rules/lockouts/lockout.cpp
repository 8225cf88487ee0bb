#include "rules/lockouts/lockout.h"

#include <algorithm>
#include <utility>
#include <variant>

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
  if (owner == nullptr) return written_name(policy);
  if (owner->is(value::Value::Kind::list) && owner->items().size() == 1) owner = &owner->items().front();
  const Resource* named = name_in(facts, policy, *owner).resource;
  return named == nullptr ? nullptr : written_name(*named);
}

policy::PolicyDocument without_others(const engine::Facts& facts, const engine::PolicyInstance& instance) {
  policy::PolicyDocument document = instance.document;
  if (denies_nothing(document)) return document;
  const Resource& policy = *instance.resource;
  const std::vector<KnownName> own = names_of_owners(facts, policy);
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
