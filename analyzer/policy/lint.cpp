#include "analyzer/policy/lint.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/scalars.h"

namespace rootproof::policy {

namespace {

class Linter {
 public:
  explicit Linter(const PolicyDocument& document) : document_(document) {}

  std::vector<LintNote> lint() {
    for (const FormError& error : document_.errors) add(error.span, error.message, true);
    for (const Statement& statement : document_.statements) {
      check_principals(statement);
      check_actions(statement);
      check_variables(statement);
      for (const Condition& condition : statement.conditions) check_condition(statement, condition);
    }
    return std::move(notes_);
  }

 private:
  void add(source::Span span, std::string message, bool refused) {
    if (!seen_.insert({span.begin, message}).second) return;
    notes_.push_back({span, std::move(message), refused});
  }

  [[nodiscard]] bool already_refused(source::Span span) const {
    return std::any_of(notes_.begin(), notes_.end(), [&span](const LintNote& note) {
      return note.refused && note.span.begin <= span.begin && note.span.end >= span.end;
    });
  }

  void check_principals(const Statement& statement) {
    for (const Principal& principal : statement.principals) check_principal(principal);
    if (!statement.not_principal || statement.effect != Effect::deny) return;
    const auto is_account = [](const Principal& principal) {
      return principal.form == AwsPrincipalForm::account || principal.form == AwsPrincipalForm::everyone ||
             principal.form == AwsPrincipalForm::unknown;
    };
    const auto is_identity = [](const Principal& principal) {
      return principal.form == AwsPrincipalForm::user || principal.form == AwsPrincipalForm::role ||
             principal.form == AwsPrincipalForm::assumed_role_session;
    };
    const auto& principals = statement.principals;
    if (std::any_of(principals.begin(), principals.end(), is_identity)) {
      if (std::none_of(principals.begin(), principals.end(), is_account))
        add(statement.principal_span,
            "NotPrincipal spares an identity for certain only when its account is listed too", false);
      add(statement.principal_span,
          "whoever has a permissions boundary is denied by NotPrincipal even when listed; a condition with "
          "ArnNotEquals aws:PrincipalArn spares as meant",
          false);
    }
  }

  void check_principal(const Principal& principal) {
    const std::string text = principal.text.text().value_or("");
    const source::Span span = principal.text.span;
    if (principal.type == PrincipalType::service && has_wildcard(text) && !already_refused(span))
      add(span, "\"" + text + "\" is no service principal: wildcards are not accepted", true);
    if (principal.type != PrincipalType::aws) return;
    if (principal.form == AwsPrincipalForm::partial_wildcard && !already_refused(span))
      add(span,
          "a wildcard cannot be part of a principal: \"" + text + "\" is refused; it is not all that match",
          true);
    if (principal.form == AwsPrincipalForm::invalid && !already_refused(span))
      add(span, "\"" + text + "\" is no principal that AWS knows", true);
  }

  void check_actions(const Statement& statement) {
    for (const PolicyString& action : statement.actions) {
      const std::optional<std::string> text = action.text();
      if (!text || *text == "*" || already_refused(action.span)) continue;
      const std::size_t colon = text->find(':');
      if (colon == std::string::npos)
        add(action.span, "\"" + *text + "\" names no service: an action is written service:Name", true);
      else if (*text != "*:*" && has_wildcard(std::string_view(*text).substr(0, colon)))
        add(action.span, "what a wildcard in the service of an action means is not documented", false);
      else if (std::optional<std::string> unknown = unknown_action(*text))
        add(action.span, std::move(*unknown), false);
    }
  }

  void check_variables(const Statement& statement) {
    if (variable_rule(document_) != VariableRule::literal) return;
    const auto check = [this](const PolicyString& entry) {
      const std::optional<std::string> text = entry.text();
      if (text && !variables_in(*text).empty())
        add(entry.span, "policy variables are plain text under this Version; \"2012-10-17\" has them", false);
    };
    for (const PolicyString& entry : statement.resources) check(entry);
    for (const Condition& condition : statement.conditions)
      for (const PolicyString& entry : condition.values) check(entry);
  }

  void check_condition(const Statement& statement, const Condition& condition) {
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    if (!op) return;
    const ContextKey* key = find_context_key(to_lower(condition.key));
    const bool exact =
        op->family == OperatorFamily::string || op->family == OperatorFamily::string_ignore_case;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      if (!text) continue;
      if (exact && has_wildcard(*text) && text->find("${") == std::string::npos)
        add(value.span, condition.operator_name + " compares * and ? literally", false);
      if (op->family == OperatorFamily::date && !parse_date(*text))
        add(value.span, "\"" + *text + "\" is no date", false);
      if (op->family == OperatorFamily::numeric && !Decimal::parse(*text))
        add(value.span, "\"" + *text + "\" is no number", false);
      if (op->family == OperatorFamily::address && !IpRange::parse(*text))
        add(value.span, "\"" + *text + "\" is no address or range", false);
    }
    const bool global = to_lower(condition.key).substr(0, 4) == "aws:";
    if (global && key == nullptr)
      add(condition.key_span, condition.key + " is no global condition key that AWS documents", false);
    if (!global) check_key_of_service(statement, condition);
    if (op->quantifier == SetQuantifier::for_all && statement.effect == Effect::allow &&
        !requires_key(statement, condition))
      add(condition.operator_span,
          condition.operator_name + " holds for requests without " + condition.key +
              "; Null with \"false\" beside it closes that",
          false);
    if (op->quantifier == SetQuantifier::none && key != nullptr && key->multivalued &&
        op->family != OperatorFamily::null)
      add(condition.operator_span,
          condition.key + " holds several values: AWS wants ForAllValues or ForAnyValue before the operator",
          false);
    if (key != nullptr && is_sensitive_key(to_lower(condition.key)) &&
        op->family == OperatorFamily::string_like)
      for (const PolicyString& value : condition.values)
        if (has_wildcard(value.text().value_or("")))
          add(value.span, "a wildcard in " + condition.key + " lets in more than the author can know", false);
  }

  /// Where requests for an action never carry a key, a condition on it always fails, or always holds.
  void check_key_of_service(const Statement& statement, const Condition& condition) {
    if (std::optional<std::string> unknown = unknown_key(condition.key)) {
      add(condition.key_span, std::move(*unknown), false);
      return;
    }
    if (statement.not_action) return;
    std::vector<std::string> without;
    for (const PolicyString& action : statement.actions) {
      if (key_questions_ == 0) return;
      --key_questions_;
      const std::optional<std::string> text = action.text();
      if (text && supports_key(*text, condition.key) == std::optional(false)) without.push_back(*text);
    }
    if (without.empty()) return;
    constexpr std::size_t kNamed = 3;
    std::string names;
    for (std::size_t i = 0; i < without.size() && i < kNamed; ++i)
      names += (i == 0 ? "" : i + 1 == without.size() ? " and " : ", ") + without[i];
    if (without.size() > kNamed) names += " and " + std::to_string(without.size() - kNamed) + " more";
    add(condition.key_span, "requests for " + names + " carry no " + condition.key, false);
  }

  static bool requires_key(const Statement& statement, const Condition& condition) {
    return std::any_of(statement.conditions.begin(), statement.conditions.end(), [&](const Condition& other) {
      const std::optional<ConditionOperator> op = parse_operator(other.operator_name);
      return op && op->family == OperatorFamily::null && to_lower(other.key) == to_lower(condition.key) &&
             !other.values.empty() && to_lower(other.values[0].text().value_or("")) == "false";
    });
  }

  const PolicyDocument& document_;
  std::vector<LintNote> notes_;
  std::set<std::pair<std::uint32_t, std::string>> seen_;
  /// Each looks through the keys of a service; no policy of a size that AWS takes has that many.
  std::size_t key_questions_ = 20'000;
};

}  // namespace

std::vector<LintNote> lint(const PolicyDocument& document) { return Linter(document).lint(); }

}  // namespace rootproof::policy
