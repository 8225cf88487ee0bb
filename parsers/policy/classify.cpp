// What a policy document by itself is: told by its content, and by its name where the content leaves a
// choice.
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parsers/policy/policy_document.h"
#include "parsers/source/lower_case.h"
#include "parsers/value/value_set.h"

namespace rootproof::policy {

using source::lower_case;
using value::Value;

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Lower-case text with everything but letters turned into blanks, so that whole words can be found.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto letter = [&text](std::size_t i) {
      return i < text.size() && text[i] >= 'a' && text[i] <= 'z';
    };
    if (!(at > 0 && letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

/// Every action of the statement is one that trust policies decide.
bool is_trust_statement(const Statement& statement) {
  if (statement.actions.empty() || statement.not_action || statement.has_resource) return false;
  return std::all_of(statement.actions.begin(), statement.actions.end(), [](const Pattern& action) {
    const std::optional<std::string> text = action.text();
    if (!text) return false;
    const std::string name = lower_case(*text);
    return contains(name, "sts:assumerole") || name == "sts:tagsession" || name == "sts:setsourceidentity" ||
           name == "sts:setcontext" || name == "sts:*";
  });
}

/// An identity policy hangs on the principals it speaks of and cannot hang on root; a Deny that asks who the
/// caller is, or that speaks of leaving the organization, is written for a policy above accounts.
bool is_guardrail_statement(const Statement& statement) {
  if (statement.effect != Effect::deny) return false;
  for (const Condition& condition : statement.conditions) {
    const std::string key = lower_case(condition.key);
    if (key == "aws:principalarn" || key == "aws:principaltype" || key == "aws:assumedroot") return true;
  }
  return std::any_of(statement.actions.begin(), statement.actions.end(), [&statement](const Pattern& action) {
    const std::optional<std::string> text = action.text();
    return !statement.not_action && text && lower_case(*text) == "organizations:leaveorganization";
  });
}

bool allows_everything(const Statement& statement) {
  return statement.effect == Effect::allow && statement.actions.size() == 1 &&
         statement.actions[0].text() == std::optional<std::string>("*") && !statement.not_action &&
         statement.resources.size() == 1 && statement.resources[0].text() == std::optional<std::string>("*");
}

/// Denies about the caller's identity and at most FullAWSAccess beside them.
bool is_guardrail_document(const PolicyDocument& document) {
  bool guardrail = false;
  for (const Statement& statement : document.statements) {
    if (statement.effect == Effect::allow && !allows_everything(statement)) return false;
    guardrail = guardrail || is_guardrail_statement(statement);
  }
  return guardrail;
}

bool names_service_control(const std::string& hint) {
  return has_word(hint, "scp") || has_word(hint, "scps") || contains(hint, "guardrail") ||
         contains(hint, "service_control") || contains(hint, "service-control") ||
         contains(hint, "servicecontrol") || contains(hint, "organizations");
}

bool names_resource_control(const std::string& hint) {
  return has_word(hint, "rcp") || has_word(hint, "rcps") || contains(hint, "resource_control") ||
         contains(hint, "resource-control") || contains(hint, "resourcecontrol");
}

constexpr std::array<std::string_view, 7> kStatementElements{
    "Action", "NotAction", "Principal", "NotPrincipal", "Resource", "NotResource", "Condition"};

/// Effect alone also stands in Kubernetes taints and elsewhere; a statement has at least one element beside.
bool is_statement(const Value& item) {
  if (item.is(Value::Kind::one_of)) {
    const auto alternatives = item.alternatives();
    return std::any_of(alternatives.begin(), alternatives.end(), [](const value::Alternative& alternative) {
      return !alternative.value.is(Value::Kind::one_of) && is_statement(alternative.value);
    });
  }
  if (!item.is(Value::Kind::map) || item.find("Effect") == nullptr) return false;
  return std::any_of(kStatementElements.begin(), kStatementElements.end(),
                     [&item](std::string_view element) { return item.find(element) != nullptr; });
}

bool is_statement(const syntax::SyntaxNode& item) {
  if (!item.is_mapping() || !item.find("Effect")) return false;
  return std::any_of(kStatementElements.begin(), kStatementElements.end(),
                     [&item](std::string_view element) { return item.find(element).has_value(); });
}

bool is_update_action(const syntax::SyntaxNode& action) {
  constexpr std::string_view kPrefix = "update:";
  return action.is_scalar() && lower_case(action.text().substr(0, kPrefix.size())) == kPrefix;
}

/// Whether a statement speaks of nothing but updates of a stack.
bool is_stack_statement(const syntax::SyntaxNode& statement) {
  std::optional<syntax::SyntaxNode> actions =
      statement.is_mapping() ? statement.find("Action") : std::nullopt;
  if (!actions && statement.is_mapping()) actions = statement.find("NotAction");
  if (!actions || !actions->is_sequence()) return actions && is_update_action(*actions);
  for (std::size_t i = 0; i < actions->size(); ++i)
    if (!is_update_action(actions->item(i))) return false;
  return actions->size() > 0;
}

/// A stack policy says which resources an update of its stack may touch, and lets nobody in (CloudFormation
/// user guide, "Prevent updates to stack resources").
bool is_stack_policy(const syntax::SyntaxNode& statements) {
  if (!statements.is_sequence()) return is_stack_statement(statements);
  for (std::size_t i = 0; i < statements.size(); ++i)
    if (!is_stack_statement(statements.item(i))) return false;
  return statements.size() > 0;
}

}  // namespace

bool holds_statements(const syntax::SyntaxNode& node) {
  if (is_stack_policy(node)) return false;
  if (!node.is_sequence()) return is_statement(node);
  for (std::size_t i = 0; i < node.size(); ++i)
    if (is_statement(node.item(i))) return true;
  return false;
}

bool looks_like_policy(const syntax::SyntaxNode& node) {
  const std::optional<syntax::SyntaxNode> statements =
      node.is_mapping() ? node.find("Statement") : std::nullopt;
  return statements && holds_statements(*statements);
}

namespace {

/// The value of Statement: a statement, a list with one in it, or alternatives of those.
bool holds_statement(const Value& statements) {
  const auto items = value::known_part(statements);
  if (std::any_of(items.begin(), items.end(), [](const Value& item) { return is_statement(item); }))
    return true;
  if (!statements.is(Value::Kind::one_of)) return is_statement(statements);
  const auto ways = statements.alternatives();
  // Value::one_of holds no one_of, so this goes one level deep.
  return std::any_of(ways.begin(), ways.end(),
                     [](const value::Alternative& way) { return holds_statement(way.value); });
}

/// Statements that are not known, below a version that only policies have.
bool may_hold_statement(const Value& document, const Value& statements) {
  const Value* version = document.find("Version");
  const std::optional<std::string> text = version == nullptr ? std::nullopt : version->as_text();
  if (text != "2012-10-17" && text != "2008-10-17") return false;
  if (statements.is(Value::Kind::unknown)) return true;
  const auto items = statements.is(Value::Kind::list) ? statements.items() : std::span<const Value>();
  return std::any_of(items.begin(), items.end(),
                     [](const Value& item) { return item.is(Value::Kind::unknown); });
}

}  // namespace

bool looks_like_policy(const Value& value) {
  const Value* statements = value.find("Statement");
  return statements != nullptr && (holds_statement(*statements) || may_hold_statement(value, *statements));
}

PolicyKind classify_policy(const PolicyDocument& document, std::string_view hint) {
  if (document.statements.empty()) return PolicyKind::unknown;
  const std::string name = lower_case(hint);
  const auto& statements = document.statements;
  const bool has_principal = std::any_of(statements.begin(), statements.end(),
                                         [](const Statement& statement) { return statement.has_principal; });
  if (has_principal) {
    if (std::all_of(statements.begin(), statements.end(), is_trust_statement)) return PolicyKind::trust;
    const bool only_denies =
        std::all_of(statements.begin(), statements.end(),
                    [](const Statement& statement) { return statement.effect == Effect::deny; });
    if (only_denies && names_resource_control(name)) return PolicyKind::resource_control;
    return PolicyKind::resource;
  }
  if (names_service_control(name) || is_guardrail_document(document)) return PolicyKind::service_control;
  return PolicyKind::identity;
}

}  // namespace rootproof::policy
