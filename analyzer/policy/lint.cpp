#include "analyzer/policy/lint.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/condition_notes.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/scalars.h"
#include "analyzer/policy/written_text.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"
#include "parsers/policy/document_size.h"
#include "parsers/policy/quotas.h"

namespace rootproof::policy {

namespace {

/// Of an ARN, before its resource.
constexpr std::ptrdiff_t kColons = 5;

class Linter {
 public:
  explicit Linter(const PolicyDocument& document) : document_(document) {}

  std::vector<LintNote> lint() {
    for (const FormError& error : document_.errors) add(error.span, error.message, true);
    note_refused_places();
    check_size();
    check_characters(document_.source);
    check_version();
    for (const Statement& statement : document_.statements) {
      check_principals(statement);
      check_actions(statement);
      check_resources(statement);
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

  /// Of the places that are refused how far they reach, by where they begin.
  void note_refused_places() {
    for (const LintNote& note : notes_) {
      std::uint32_t& end = refused_to_[note.span.begin];
      end = std::max(end, note.span.end);
    }
    std::uint32_t furthest = 0;
    for (auto& [begin, end] : refused_to_) end = furthest = std::max(furthest, end);
  }

  [[nodiscard]] bool already_refused(source::Span span) const {
    const auto behind = refused_to_.upper_bound(span.begin);
    return behind != refused_to_.begin() && std::prev(behind)->second >= span.end;
  }

  /// What of the quotas depends on how the policy is attached; what is too much for all is refused.
  void check_size() {
    const bool identity = document_.kind == PolicyKind::identity;
    if (!identity && document_.kind != PolicyKind::trust) return;
    const std::size_t quota = identity ? quotas().identity_managed_characters : quotas().trust_characters;
    const std::string of = identity ? "a managed policy" : "a trust policy, unless its quota was raised";
    const std::size_t size = document_size(document_.source);
    if (size <= quota) return;
    const bool refused = identity && size > quotas().identity_inline_characters;
    add(document_.span,
        "it has at least " + std::to_string(size) + " characters without white space; IAM takes " +
            std::to_string(quota) + " of " + of +
            (refused ? ", and " + std::to_string(quotas().identity_inline_characters) + " of an inline one"
                     : std::string()),
        refused);
  }

  /// The pattern of PolicyDocument in the IAM API reference (CreatePolicy, CreateRole): U+0009, U+000A,
  /// U+000D and U+0020 to U+00FF. The depth is bounded by that of parsed text.
  void check_characters(const value::Value& part) {
    using Kind = value::Value::Kind;
    if (document_.kind != PolicyKind::identity && document_.kind != PolicyKind::trust) return;
    if (part.is(Kind::string)) {
      for (const value::StringPiece& piece : part.pieces())
        if (const auto* text = std::get_if<value::TextPiece>(&piece))
          check_characters(text->text, part.origin().span());
    } else if (part.is(Kind::list)) {
      for (const value::Value& item : part.items()) check_characters(item);
    } else if (part.is(Kind::map)) {
      for (const value::Member& member : part.members()) {
        check_characters(member.key, member.value.origin().span());
        check_characters(member.value);
      }
    }
  }

  void check_characters(std::string_view text, source::Span place) {
    constexpr unsigned char kFirstBeyond = 0xC4;  // the first byte of U+0100 in UTF-8
    const auto* const found = std::find_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= kFirstBeyond; });
    if (found == text.end()) return;
    const auto* const end = std::find_if(
        found + 1, text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    add(place, "IAM takes no characters beyond U+00FF, as \"" + std::string(found, end) + "\" is", true);
  }

  /// IAM User Guide, "Version"; where a kind needs it, it is refused without.
  void check_version() {
    if (document_.version.empty() && !document_.version_unknown && !already_refused(document_.span) &&
        !document_.statements.empty())
      add(document_.span, "it has no Version: the language of 2008 is meant, which has no policy variables",
          false);
  }

  void check_principals(const Statement& statement) {
    if (document_.kind == PolicyKind::trust) check_trust(statement);
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
    if (principal.type == PrincipalType::service && principal.text.text())
      if (std::string note = service_principal_note(text); !note.empty()) add(span, std::move(note), false);
    if (principal.type == PrincipalType::federated && principal.text.text()) check_provider(text, span);
    if (principal.type != PrincipalType::aws) return;
    if (principal.form == AwsPrincipalForm::partial_wildcard && !already_refused(span))
      add(span,
          "a wildcard cannot be part of a principal: \"" + text + "\" is refused; it is not all that match",
          true);
    if (principal.form == AwsPrincipalForm::invalid && !already_refused(span))
      add(span, "\"" + text + "\" is no principal that AWS knows", true);
  }

  /// IAM User Guide, "Principal": of roles' trust policies alone.
  void check_provider(const std::string& text, source::Span span) {
    if (document_.kind == PolicyKind::resource)
      return add(span, "only trust policies of roles take Federated principals", false);
    if (has_placeholder(text)) return;
    const std::string_view resource = arn_component(text, 5);
    const bool is_arn = text.starts_with("arn:");
    const bool known = is_arn
                           ? resource.starts_with("saml-provider/") || resource.starts_with("oidc-provider/")
                           : text.find('.') != std::string::npos && text.find("://") == std::string::npos;
    if (!known)
      add(span,
          "\"" + text + "\" is no identity provider: they are ARNs, or names such as accounts.google.com",
          false);
  }

  /// IAM User Guide, "Roles terms and concepts", and STS API reference: who calls what to take a role.
  void check_trust(const Statement& statement) {
    if (statement.not_action || statement.actions_unknown || !statement.has_action) return;
    const auto allows = [&statement](std::string_view action) {
      return std::any_of(statement.actions.begin(), statement.actions.end(),
                         [action](const PolicyString& entry) {
                           const EntryText text(entry);
                           return !text || glob_match(*text, action, true);
                         });
    };
    static constexpr std::array<std::string_view, 6> kActions{
        "sts:AssumeRole",        "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
        "sts:SetSourceIdentity", "sts:TagSession",         "sts:SetContext"};
    if (!statement.actions.empty() && std::none_of(kActions.begin(), kActions.end(), allows))
      return add(statement.action_span,
                 "a trust policy is asked about actions that take a role, such as "
                 "sts:AssumeRole, and about none of these",
                 false);
    if (statement.effect != Effect::allow || std::none_of(kActions.begin(), kActions.begin() + 3, allows))
      return;
    for (const Principal& principal : statement.principals) {
      const std::optional<std::string> text = principal.text.text();
      if (!text) continue;
      const bool federated = principal.type == PrincipalType::federated;
      const bool saml = federated && text->find(":saml-provider/") != std::string::npos;
      const std::string_view wanted = kActions.at(saml ? 1 : federated ? 2 : 0);
      if (principal.type == PrincipalType::unknown || allows(wanted)) continue;
      add(principal.text.span,
          "\"" + *text + "\" takes roles by " + std::string(wanted) + ", which the statement does not allow",
          false);
    }
  }

  void check_actions(const Statement& statement) {
    std::vector<const PolicyString*> unknown;
    for (const PolicyString& action : statement.actions) {
      const std::optional<std::string> text = action.text();
      if (!text || *text == "*" || already_refused(action.span)) continue;
      const std::size_t colon = text->find(':');
      if (colon == std::string::npos)
        add(action.span, "\"" + *text + "\" names no service: an action is written service:Name", true);
      else if (*text != "*:*" && has_wildcard(std::string_view(*text).substr(0, colon)))
        add(action.span, "what a wildcard in the service of an action means is not documented", false);
      else if (is_unknown_action(*text))
        unknown.push_back(&action);
      else if (document_.kind == PolicyKind::resource_control && !is_in_reach_of_resource_control(*text))
        add(action.span,
            "resource control policies do not reach requests for \"" + text->substr(0, colon) + "\"", false);
    }
    note_unknown_actions(unknown);
  }

  /// A statement full of them is about one mistake.
  void note_unknown_actions(const std::vector<const PolicyString*>& actions) {
    constexpr std::size_t kNotedOneByOne = 3;
    if (actions.size() <= kNotedOneByOne) {
      for (const PolicyString* action : actions)
        if (std::optional<std::string> note = unknown_action(*action->text()))
          add(action->span, *std::move(note), false);
      return;
    }
    std::string names;
    for (std::size_t i = 0; i < kNotedOneByOne; ++i)
      names += (i == 0 ? "\"" : "\", \"") + *actions[i]->text();
    add(actions.front()->span,
        "AWS documents none of " + std::to_string(actions.size()) + " actions: " + names + "\" and " +
            std::to_string(actions.size() - kNotedOneByOne) + " more",
        false);
  }

  static bool has_placeholder(std::string_view text) {
    return text.find('<') != std::string_view::npos || text.find('{') != std::string_view::npos;
  }

  void check_resources(const Statement& statement) {
    for (const PolicyString& resource : statement.resources) {
      const std::optional<std::string> text = resource.text();
      if (!text || !text->starts_with("arn:") || already_refused(resource.span)) continue;
      check_arn(*text, resource.span);
      check_variable_places(*text, resource.span);
    }
    note_covered_entries(statement.actions, true);
    note_covered_entries(statement.resources, false);
    check_acts_on(statement);
  }

  /// IAM JSON policy elements: Resource; IAM User Guide, "Amazon Resource Names (ARNs)".
  void check_arn(const std::string& text, source::Span span) {
    const std::string_view partition = arn_component(text, 1);
    if (std::count(text.begin(), text.end(), ':') < kColons) {
      // A wildcard may stand for the rest; what that means is not documented.
      const bool open = text.find('*') != std::string::npos;
      add(span, "\"" + text + "\" is no ARN: it has fewer than six components",
          !open && !has_placeholder(text));
      return;
    }
    if (has_placeholder(text.substr(0, text.rfind(':')))) return;
    const bool is_partition = partition == "aws" || partition.starts_with("aws-") || has_wildcard(partition);
    if (!is_partition) return add(span, "\"" + std::string(partition) + "\" is no partition of AWS", true);
    if (std::string note = arn_note(text); !note.empty()) add(span, std::move(note), false);
  }

  /// Entries that another one of the list takes in.
  void note_covered_entries(const std::vector<PolicyString>& entries, bool actions) {
    constexpr std::size_t kEntries = 500;  // each is held against each
    if (entries.size() > kEntries) return;
    const PolicyString* first = nullptr;
    std::string by;
    std::size_t count = 0;
    for (const PolicyString& entry : entries) {
      const EntryText own(entry);
      if (!own || (*own).find("${") != std::string_view::npos) continue;
      const auto other = std::find_if(entries.begin(), entries.end(), [&](const PolicyString& candidate) {
        const EntryText text(candidate);
        return &candidate != &entry && text && takes_in(*text, *own, actions) &&
               (&candidate < &entry || !takes_in(*own, *text, actions));
      });
      if (other == entries.end()) continue;
      ++count;
      if (first != nullptr) continue;
      first = &entry;
      by = other->text().value_or("");
    }
    if (first == nullptr) return;
    add(first->span,
        "\"" + first->text().value_or("") + "\" changes nothing beside \"" + by + "\"" +
            (count > 1 ? "; so do " + std::to_string(count - 1) + " more entries" : std::string()),
        false);
  }

  /// Whether a pattern surely matches all that another one does.
  static bool takes_in(std::string_view pattern, std::string_view other, bool actions) {
    if (pattern == "*") return true;
    // "?" takes the star of the other one for a letter.
    if (pattern.find('?') != std::string_view::npos && has_wildcard(other)) return pattern == other;
    if (actions) return glob_match(pattern, other, true);
    return std::count(pattern.begin(), pattern.end(), ':') >= kColons && arn_match(pattern, other);
  }

  /// IAM User Guide, "Policy variables": in the resource part of an ARN only.
  void check_variable_places(const std::string& text, source::Span span) {
    if (variable_rule(document_) == VariableRule::literal) return;
    const std::size_t open = text.find("${");
    if (open == std::string::npos) return;
    if (std::string note = variable_note(text); !note.empty()) return add(span, std::move(note), false);
    const auto before = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), ':');
    // What has no service in front is for another tool to fill in.
    const std::vector<std::string> names = variables_in(text.substr(0, text.find('}', open) + 1));
    if (before < kColons && !names.empty() && names.front().find(':') != std::string::npos)
      add(span, "a policy variable has a value only behind the fifth colon of an ARN", false);
  }

  /// Where no service of the actions has to do with ARNs of that kind, no request is meant.
  void check_acts_on(const Statement& statement) {
    if (statement.not_action || statement.not_resource || statement.actions_unknown ||
        statement.resources_unknown)
      return;
    std::set<std::string> on;
    for (const PolicyString& action : statement.actions) {
      const std::string text = to_lower(action.text().value_or("*"));
      const std::string service(service_of(text));
      if (has_wildcard(service)) return;
      if (!served_.contains(service)) served_.emplace(service, arn_services_of(service));
      const std::vector<std::string>& services = served_.at(service);
      if (services.empty()) return;
      on.insert(services.begin(), services.end());
    }
    if (on.empty()) return;
    for (const PolicyString& resource : statement.resources) {
      const std::optional<std::string> text = resource.text();
      if (!text || !text->starts_with("arn:")) continue;
      const std::string service(arn_component(*text, 2));
      if (service.empty() || service.find_first_of("*?$<{") != std::string::npos || on.contains(service))
        continue;
      add(resource.span, "none of the actions acts on a resource of " + service, false);
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
    if (condition.key.empty()) {
      if (condition.unknown && condition.unknown->kind == value::ReasonKind::invalid)
        add(condition.operator_span,
            condition.operator_name + " has no condition key; what that means is not documented", false);
      return;
    }
    for (LintNote& note : condition_notes(condition)) add(note.span, std::move(note.message), false);
    const ContextKey* key = find_context_key(to_lower(condition.key));
    const bool exact =
        op->family == OperatorFamily::string || op->family == OperatorFamily::string_ignore_case;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      if (!text) continue;
      if (exact && has_wildcard(*text) && text->find("${") == std::string::npos)
        add(value.span, condition.operator_name + " compares * and ? literally", false);
      if ((op->family == OperatorFamily::boolean || op->family == OperatorFamily::null) &&
          to_lower(*text) != "true" && to_lower(*text) != "false" && text->find("${") == std::string::npos)
        add(value.span, "\"" + *text + "\" is neither true nor false", false);
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
  std::map<std::uint32_t, std::uint32_t> refused_to_;       ///< note_refused_places()
  std::map<std::string, std::vector<std::string>> served_;  ///< whose ARNs services act on
  /// Each looks through the keys of a service; no policy of a size that AWS takes has that many.
  std::size_t key_questions_ = 20'000;
};

}  // namespace

std::vector<LintNote> lint(const PolicyDocument& document) { return Linter(document).lint(); }

}  // namespace rootproof::policy
