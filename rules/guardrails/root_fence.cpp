#include "rules/guardrails/root_fence.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/questions.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::Statement;

using policy::to_lower;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// The known end of a string, after its last hole, in lower case.
std::string known_end(const policy::PolicyString& string) {
  if (const auto text = string.text()) return to_lower(*text);
  if (!string.value.is(value::Value::Kind::string) || string.value.pieces().empty()) return {};
  const auto* last = std::get_if<value::TextPiece>(&string.value.pieces().back());
  return last == nullptr ? std::string() : to_lower(last->text);
}

/// Conditions that people write to mean root, right or wrong (domain.md §3.1, §3.2). A negated operator names
/// whom to spare.
bool names_root(const Condition& condition) {
  return to_lower(condition.operator_name).find("not") == std::string::npos && names_root_as_value(condition);
}

/// "DenyRootUser", not "DenyAllButRoot" or "EncryptRootVolumes".
bool says_root_is_denied(const std::string& sid) {
  const std::string text = to_lower(sid);
  const auto has = [&text](std::string_view word) { return text.find(word) != std::string::npos; };
  const bool denies = has("deny") || has("restrict") || has("block") || has("prevent");
  const bool other = has("except") || has("only") || has("but") || has("non") || has("volume") || has("ou");
  return has("root") && denies && (!other || has("rootuser") || has("rootaccount"));
}

bool names_root(const Statement& statement) {
  if (statement.effect != policy::Effect::deny) return false;
  const bool by_condition = names_root_user(statement);
  const bool by_resource =
      !statement.not_resource &&
      std::any_of(statement.resources.begin(), statement.resources.end(),
                  [](const policy::Pattern& resource) { return ends_with(known_end(resource), ":root"); });
  return by_condition || by_resource;
}

/// Such values under a key that AWS does not document: "aws:PrincipleArn".
bool misspells_root(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const Condition& condition) {
                       return policy::is_undocumented_global_key(to_lower(condition.key)) &&
                              to_lower(condition.operator_name).find("not") == std::string::npos &&
                              std::any_of(condition.values.begin(), condition.values.end(),
                                          [](const policy::PolicyString& value) {
                                            const std::string end = known_end(value);
                                            return end == "root" || ends_with(end, ":root");
                                          });
                     });
}

bool denies_root(const policy::PolicyDocument& document, const char* action) {
  policy::ScpPath path;
  policy::ScpLevel level;
  level.name = "root";
  level.documents.push_back(&document);
  path.levels.push_back(std::move(level));
  policy::RootQuestion question;
  question.action = action;
  return policy::root_is_denied(path, question).answer.verdict == policy::Verdict::safe;
}

}  // namespace

bool names_root_as_value(const Condition& condition) {
  const std::string key = to_lower(condition.key);
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [&](const policy::PolicyString& value) {
                       const std::string end = known_end(value);
                       if (key == "aws:principalarn")
                         return ends_with(end, ":root") || ends_with(end, "/root");
                       if (key == "aws:principaltype") return end == "root" || end == "account";
                       return (key == "aws:userid" || key == "aws:username") && end == "root";
                     });
}

bool names_root_user(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const Condition& condition) { return names_root(condition); });
}

bool is_meant_for_root(const Statement& statement) {
  if (statement.effect != policy::Effect::deny) return false;
  return names_root_user(statement) || misspells_root(statement) || says_root_is_denied(statement.sid);
}

bool fences_root(const policy::PolicyDocument& document) {
  const bool named = std::any_of(document.statements.begin(), document.statements.end(),
                                 [](const Statement& statement) { return names_root(statement); });
  return named || denies_root(document, "") || denies_root(document, "iam:CreateAccessKey");
}

}  // namespace rootproof::rules
