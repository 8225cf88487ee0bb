#include "analyzer/policy/sentences.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/lint.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/policy_text.h"

namespace rootproof::policy {

namespace {

constexpr std::size_t kListed = 8;  ///< entries of a list that are spelled out

std::string text_of(const PolicyString& entry) {
  const std::string text = entry.text().value_or("something not known");
  return text.empty() ? "an empty text" : text;
}

template <class Items, class Describe>
std::string join(const Items& items, std::string_view last, Describe describe) {
  std::string text;
  const std::size_t count = items.size();
  for (std::size_t i = 0; i < count && i < kListed; ++i) {
    if (i > 0) text += i + 1 == count ? std::string(" ") + std::string(last) + " " : ", ";
    text += describe(items[i]);
  }
  if (count > kListed) text += " and " + std::to_string(count - kListed) + " more";
  return text;
}

std::string principal_text(const Principal& principal, bool signed_only) {
  std::string text = text_of(principal.text);
  std::string everyone = signed_only ? "everyone" : "everyone (anonymous callers included)";
  switch (principal.type) {
    case PrincipalType::everyone:
      return everyone;
    case PrincipalType::service:
      return "the service " + text;
    case PrincipalType::federated:
      return "callers federated by " + text;
    case PrincipalType::canonical_user:
      return "the account with canonical user id " + text;
    case PrincipalType::unknown:
      return text;
    case PrincipalType::aws:
      break;
  }
  switch (principal.form) {
    case AwsPrincipalForm::everyone:
      return everyone;
    case AwsPrincipalForm::account:
      return "account " + (principal.account.id.empty() ? text : principal.account.id) +
             " as a whole (its root user, and whom its administrators let)";
    case AwsPrincipalForm::user:
      return "the user " + text;
    case AwsPrincipalForm::role:
      return "the role " + text + " in all its sessions";
    case AwsPrincipalForm::assumed_role_session:
      return "the role session " + text;
    case AwsPrincipalForm::federated_user:
      return "the federated user " + text;
    case AwsPrincipalForm::unique_id:
      return "nobody any more (" + text + " was deleted)";
    case AwsPrincipalForm::partial_wildcard:
    case AwsPrincipalForm::invalid:
    case AwsPrincipalForm::unknown:
      break;
  }
  return text;
}

/// Whether a condition value is what only root users have under aws:PrincipalArn.
bool means_root(const Condition& condition, const ConditionOperator& op) {
  if (to_lower(condition.key) != "aws:principalarn" || condition.values.empty()) return false;
  return std::all_of(condition.values.begin(), condition.values.end(), [&op](const PolicyString& value) {
    const std::string text = value.text().value_or("");
    const bool root = text.size() > 5 && text.substr(text.size() - 5) == ":root";
    return root && (takes_wildcards(op.family) || text.find_first_of("*?") == std::string::npos);
  });
}

std::string verb_of(const ConditionOperator& op) {
  const auto ordered = [&op](const char* less, const char* greater) -> std::string {
    switch (op.ordering) {
      case Ordering::equal:
        return op.negated ? "is not" : "is";
      case Ordering::less:
        return less;
      case Ordering::less_or_equal:
        return std::string(less) + " or exactly";
      case Ordering::greater:
        return greater;
      case Ordering::greater_or_equal:
        return std::string(greater) + " or exactly";
    }
    return "is";
  };
  switch (op.family) {
    case OperatorFamily::string:
    case OperatorFamily::boolean:
    case OperatorFamily::binary:
      return op.negated ? "is not" : "is";
    case OperatorFamily::string_ignore_case:
      return op.negated ? "is not, in any case," : "is, in any case,";
    case OperatorFamily::string_like:
    case OperatorFamily::arn:
      return op.negated ? "does not match" : "matches";
    case OperatorFamily::numeric:
      return ordered("is less than", "is greater than");
    case OperatorFamily::date:
      return ordered("is before", "is after");
    case OperatorFamily::address:
      return op.negated ? "is not in" : "is in";
    case OperatorFamily::null:
      break;
  }
  return "is";
}

std::string null_text(const Condition& condition) {
  const bool absent =
      !condition.values.empty() && to_lower(condition.values[0].text().value_or("")) == "true";
  return "the request has " + std::string(absent ? "no " : "") + condition.key;
}

std::string condition_text(const Condition& condition) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  if (!op || condition.unknown)
    return "a condition holds that is not known (" + condition.operator_name + " " + condition.key + ")";
  if (op->family == OperatorFamily::null) return null_text(condition);
  if (means_root(condition, *op) && op->quantifier == SetQuantifier::none && !op->if_exists)
    return std::string("the caller is ") + (op->negated ? "anyone but " : "") +
           "the root user of an account (" + join(condition.values, "or", text_of) + ")";
  std::string text;
  if (op->quantifier == SetQuantifier::for_all) text = "every value of ";
  if (op->quantifier == SetQuantifier::for_any) text = "some value of ";
  text += condition.key + " " + verb_of(*op) + " " +
          (condition.values.empty() ? "one of no values" : join(condition.values, "or", text_of));
  if (op->if_exists || op->quantifier == SetQuantifier::for_all)
    text += ", or the request has no " + condition.key;
  else if (op->negated && op->quantifier == SetQuantifier::none)
    text += " (also when the request has no " + condition.key + ")";
  return text;
}

/// Whether a condition asks for what only callers with credentials have.
bool asks_for_caller(const Condition& condition) {
  static constexpr std::array<std::string_view, 4> kKeys{"aws:principalarn", "aws:principalorgid",
                                                         "aws:principalorgpaths", "aws:username"};
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  const std::string key = to_lower(condition.key);
  const bool of_caller =
      std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() || key.starts_with("aws:principaltag/");
  return of_caller && op && !op->negated && !op->if_exists && op->family != OperatorFamily::null &&
         op->quantifier != SetQuantifier::for_all;
}

std::string who(const PolicyDocument& document, const Statement& statement) {
  if (!statement.has_principal) {
    return document.kind == PolicyKind::service_control ? "everyone in the account"
                                                        : "whoever has this policy";
  }
  const bool signed_only =
      std::any_of(statement.conditions.begin(), statement.conditions.end(), asks_for_caller);
  const std::string list = join(statement.principals, "and", [signed_only](const Principal& principal) {
    return principal_text(principal, signed_only);
  });
  if (statement.principals.empty()) return "nobody";
  return statement.not_principal ? "everyone but " + list : list;
}

std::string what(const Statement& statement) {
  if (statement.actions.empty())
    return statement.has_action && !statement.actions_unknown ? "no action" : "an action that is not known";
  if (!statement.not_action && has_star(statement.actions)) return "every action";
  const std::string list = join(statement.actions, "and", text_of);
  return statement.not_action ? "every action but " + list : list;
}

std::string on_what(const Statement& statement) {
  if (!statement.has_resource) return {};
  if (!statement.not_resource && has_star(statement.resources)) return " on every resource";
  const std::string list = join(statement.resources, "and", text_of);
  return statement.not_resource ? " on every resource but " + list : " on " + list;
}

/// " Today these are 57 actions, which list, read and change permissions (s3:PutBucketPolicy)." Nothing where
/// the actions are not listed, or one of them is not known.
std::string access_levels(const Statement& statement) {
  if (statement.not_action || statement.actions_unknown || statement.actions.empty()) return {};
  std::vector<std::string> patterns;
  bool wildcards = false;
  for (const PolicyString& action : statement.actions) {
    const std::optional<std::string> text = action.text();
    if (!text || !first_action(*text)) return {};
    wildcards = wildcards || text->find_first_of("*?") != std::string::npos;
    patterns.push_back(*text);
  }
  const auto [count, example] = match_actions(patterns);
  std::vector<std::string> levels;
  for (std::size_t level = 0; level < kAccessLevels; ++level)
    if (!example[level].empty()) levels.emplace_back(describe(static_cast<AccessLevel>(level)));
  if (const std::string& grave = example[static_cast<std::size_t>(AccessLevel::permissions_management)];
      !grave.empty() && count > 1)
    levels.back() += " (" + grave + ")";
  const std::string doing = join(levels, "and", [](const std::string& level) { return level; });
  if (count == 1) return " Such requests " + doing + ".";
  return wildcards ? " Today these are " + std::to_string(count) + " actions, which " + doing + "."
                   : " These actions " + doing + ".";
}

}  // namespace

std::string condition_sentence(const Condition& condition) { return condition_text(condition); }

std::string sentence_list(const std::vector<PolicyString>& entries) { return join(entries, "and", text_of); }

namespace {

StatementSentences explain_one(const PolicyDocument& document, std::size_t index,
                               const std::vector<LintNote>& notes) {
  const Statement& statement = document.statements[index];
  StatementSentences result;
  result.heading =
      "Statement " + std::to_string(index + 1) + (statement.sid.empty() ? "" : " (" + statement.sid + ")");
  const std::string doing = what(statement) + on_what(statement);
  std::string text = "says, in a way that is not known, something about " + doing;
  if (statement.effect == Effect::allow) text = "lets " + who(document, statement) + " call " + doing;
  if (statement.effect == Effect::deny) text = "denies " + doing + " to " + who(document, statement);
  if (!statement.conditions.empty()) text += ", if " + join(statement.conditions, "and if", condition_text);
  result.meaning = text + "." + access_levels(statement);
  for (const LintNote& note : notes)
    if (note.span.file == statement.span.file && note.span.begin >= statement.span.begin &&
        note.span.end <= statement.span.end)
      result.remarks.push_back(note.message);
  return result;
}

}  // namespace

StatementSentences explain_statement(const PolicyDocument& document, std::size_t index) {
  return explain_one(document, index, lint(document));
}

std::vector<StatementSentences> explain_statements(const PolicyDocument& document) {
  const std::vector<LintNote> notes = lint(document);
  std::vector<StatementSentences> result;
  for (std::size_t i = 0; i < document.statements.size(); ++i)
    result.push_back(explain_one(document, i, notes));
  return result;
}

}  // namespace rootproof::policy
