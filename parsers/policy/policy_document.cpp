#include "parsers/policy/policy_document.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "parsers/policy/alternatives.h"
#include "parsers/policy/json_text.h"
#include "parsers/policy/located_text.h"
#include "parsers/policy/statement_reader.h"
#include "parsers/value/value_set.h"

namespace rootproof::policy {

using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

class DocumentReader {
 public:
  explicit DocumentReader(PolicyDocument& document) : document_(document) {}

  void read(const Value& value, const value::Guard& guard, bool open) {
    switch (value.kind()) {
      case Value::Kind::map:
        return read_map(value, guard, open);
      case Value::Kind::string:
        return read_text(value, guard, open);
      case Value::Kind::unknown:
        return add_unknowns(value.reasons());
      case Value::Kind::one_of:
        return read_alternatives(value, guard, open);
      case Value::Kind::absent:
        return;
      case Value::Kind::null:
      case Value::Kind::boolean:
      case Value::Kind::number:
      case Value::Kind::list:
        break;
    }
    refuse(written_span(value), "a policy document must be an object");
  }

 private:
  void error(source::Span span, std::string message) {
    document_.errors.push_back({span, std::move(message), false});
  }

  /// A form that leaves nothing certain about the whole.
  void refuse(source::Span span, std::string message) {
    document_.unknowns.push_back({ReasonKind::invalid, message, span});
    error(span, std::move(message));
  }

  /// A form that AWS refuses, though it is plain what the statements say.
  void refuse_statements(source::Span span, std::string message) {
    refused_.push_back({ReasonKind::invalid, message, span});
    error(span, std::move(message));
  }

  void add_unknowns(std::vector<Reason> reasons) {
    for (Reason& reason : reasons) {
      if (reason.kind == ReasonKind::duplicate_key)
        error(reason.span, "\"" + reason.detail + "\" stands twice in the same object");
      document_.unknowns.push_back(std::move(reason));
    }
  }

  void read_alternatives(const Value& value, const value::Guard& guard, bool open) {
    for (const value::Alternative& alternative : value.alternatives()) {
      const value::Guard both = guard & alternative.guard;
      // An argument that is null is not given: there is no policy then.
      if (alternative.value.is(Value::Kind::null)) continue;
      // Value::one_of holds no one_of, so this goes one level deep.
      if (!both.impossible()) read(alternative.value, both, open || alternative.guard.always());
    }
  }

  void read_text(const Value& value, const value::Guard& guard, bool open) {
    if (value.pieces().size() == 1 && std::holds_alternative<value::Hole>(value.pieces()[0]))
      return add_unknowns(value.reasons());
    std::variant<Value, JsonTextError> parsed = read_json_text(value);
    if (const auto* problem = std::get_if<JsonTextError>(&parsed)) {
      // A part that is not known may hold what is missing: a comma, a whole statement.
      if (value.is_partial() && !is_before_holes(value, problem->span)) return add_unknowns(value.reasons());
      return refuse(problem->span, "this policy is not JSON: " + problem->message);
    }
    const Value& inner = std::get<Value>(parsed);
    // A JSON string or number as a whole document must not be read as text once more.
    if (!inner.is(Value::Kind::map) && !inner.is(Value::Kind::unknown))
      return refuse(written_span(value), "a policy document must be an object");
    read(inner, guard, open);
  }

  [[nodiscard]] static bool is_before_holes(const Value& text, source::Span span) {
    const auto* first = std::get_if<value::TextPiece>(&text.pieces()[0]);
    return first != nullptr && first->span.file == span.file && span.begin >= first->span.begin &&
           span.end < first->span.end;
  }

  void read_map(const Value& value, const value::Guard& guard, bool open) {
    const Value* statements = nullptr;
    refused_.clear();
    for (const Member& member : value.members()) {
      if (member.key == "Version")
        read_version(member);
      else if (member.key == "Statement")
        statements = &member.value;
      else if (member.key == "Id")
        read_id(member);
      else
        refuse_statements(member.key_span, "\"" + member.key + "\" is not an element of a policy document");
    }
    if (statements == nullptr)
      return refuse(written_span(value), "a policy document needs a Statement element");
    read_statements(*statements, guard, open);
  }

  /// IAM User Guide, "Id": in policies of resources, not in those of identities; the syntax of service
  /// control policies and of resource control policies has none (Organizations User Guide).
  void read_id(const Member& member) {
    switch (document_.kind) {
      case PolicyKind::identity:
      case PolicyKind::permissions_boundary:
      case PolicyKind::session:
      case PolicyKind::service_control:
      case PolicyKind::resource_control:
        error(member.key_span, "a policy of this kind has no Id element");
        break;
      default:
        break;
    }
  }

  /// IAM and Organizations hold what they get to the letter of the grammar.
  [[nodiscard]] Sids sids() const {
    const bool is_sent_as_written = document_.source.is(Value::Kind::string) || document_.source.is_encoded();
    return is_sent_as_written && attaches_to_principals(document_.kind) ? Sids::texts : Sids::any_scalar;
  }

  void read_version(const Member& member) {
    const std::optional<std::string> version = member.value.as_text();
    const bool known = version == "2012-10-17" || version == "2008-10-17";
    if (!known) {
      if (version || member.value.reasons().empty())
        refuse_statements(member.key_span, R"(Version must be "2012-10-17" or "2008-10-17")");
      else
        for (const Reason& reason : member.value.reasons())
          if (reason.kind == ReasonKind::duplicate_key)
            error(reason.span, "\"Version\" stands twice in the same object");
      document_.version_unknown = true;
      return;
    }
    // Alternatives of the whole document may disagree.
    if (!document_.version.empty() && document_.version != *version) document_.version_unknown = true;
    document_.version = *version;
  }

  /// What stands in the document whichever way Statement turns out is read once, under no condition.
  void read_statements(const Value& value, const value::Guard& guard, bool open) {
    if (!value.is(Value::Kind::one_of)) return read_statement_list(value, guard, open, {});
    value::ValueSet common;
    for (const Value& item : value::surely_held_items(value)) {
      read_one_statement(item, guard, open);
      common.insert(item);
    }
    for (const value::Alternative& alternative : value.alternatives()) {
      const value::Guard both = guard & alternative.guard;
      if (!both.impossible())
        read_statement_list(alternative.value, both, open || alternative.guard.always(), common);
    }
  }

  /// Leaves out those that were `read` before.
  void read_statement_list(const Value& value, const value::Guard& guard, bool open,
                           const value::ValueSet& read) {
    const bool open_list = !value.known_items().empty();
    if (!value.is(Value::Kind::list) && !open_list) return read_one_statement(value, guard, open);
    const std::span<const Value> items = value::known_part(value);
    if (items.empty()) error(written_span(value), "Statement is empty");
    for (const Value& item : items)
      if (!read.contains(item)) read_one_statement(item, guard, open);
    if (open_list) add_unknowns(value.reasons());
  }

  /// One item of Statement, in every way it may turn out.
  void read_one_statement(const Value& item, const value::Guard& guard, bool open) {
    for (const Expansion& expansion : expand_alternatives(item)) {
      const value::Guard both = guard & expansion.guard;
      if (both.impossible() || expansion.value.is(Value::Kind::absent)) continue;
      if (expansion.value.is(Value::Kind::unknown)) {
        add_unknowns(expansion.value.reasons());
      } else if (!expansion.value.is(Value::Kind::map)) {
        // Lists inside lists come from alternatives that are lists themselves (Fn::If around several).
        if (expansion.value.is(Value::Kind::list) && item.is(Value::Kind::one_of))
          read_nested(expansion, both, open);
        else
          refuse(written_span(expansion.value), "a statement must be an object");
      } else {
        add_statement(expansion.value, both, open || expansion.open);
      }
    }
  }

  void read_nested(const Expansion& expansion, const value::Guard& guard, bool open) {
    for (const Value& item : expansion.value.items()) {
      if (item.is(Value::Kind::map))
        add_statement(item, guard, open || expansion.open);
      else if (item.is(Value::Kind::unknown))
        add_unknowns(item.reasons());
      else
        refuse(written_span(item), "a statement must be an object");
    }
  }

  void add_statement(const Value& value, const value::Guard& guard, bool open) {
    Statement statement = read_statement(value, sids(), document_.errors);
    statement.guard = guard;
    statement.may_be_absent = open;
    statement.unknowns.insert(statement.unknowns.end(), refused_.begin(), refused_.end());
    statement.elements_unknown = statement.elements_unknown || !refused_.empty();
    document_.statements.push_back(std::move(statement));
  }

  PolicyDocument& document_;
  std::vector<Reason> refused_;  ///< why AWS accepts none of the statements
};

/// Expanding alternatives reads the same element several times; each complaint is made once.
void drop_repeated(std::vector<FormError>& errors) {
  std::vector<FormError> unique;
  std::set<std::pair<source::Span, std::string>> seen;
  for (FormError& error : errors)
    if (seen.emplace(error.span, error.message).second) unique.push_back(std::move(error));
  errors = std::move(unique);
}

/// `${ACCOUNT_ID}`, `${AWS::AccountId}` or the Serverless Framework's `${self:custom.account}`, which no
/// policy variable looks like: those have the prefix of a service and one colon, or are a single `*`, `?` or
/// `$` (IAM User Guide, "IAM policy elements: Variables and tags").
bool holds_foreign_variable(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const std::string_view name = text.substr(at + 2, text.find('}', at) - at - 2);
    const std::size_t colon = name.find(':');
    // Those of kMarkers in parsers/cloudformation/scalar_text.cpp.
    static constexpr std::array<std::string_view, 6> kOfServerless{"cf",    "env",  "opt",
                                                                   "param", "self", "sls"};
    const bool has_prefix =
        colon != std::string_view::npos && colon > 0 && name.substr(colon + 1, 1) != ":" &&
        !name.starts_with("file(") &&
        std::find(kOfServerless.begin(), kOfServerless.end(), name.substr(0, colon)) == kOfServerless.end();
    if (!has_prefix && name != "*" && name != "?" && name != "$") return true;
  }
  return false;
}

}  // namespace

bool FormError::holds_placeholder() const {
  const std::size_t angle = message.find('<');
  return holds_foreign_variable(message) ||
         (angle != std::string::npos && message.find('>', angle) != std::string::npos);
}

std::optional<Reason> refusal(const PolicyDocument& document) {
  const auto found = std::find_if(document.errors.begin(), document.errors.end(),
                                  [](const FormError& error) { return !error.tolerated; });
  if (found == document.errors.end()) return std::nullopt;
  if (found->holds_placeholder())
    return Reason{ReasonKind::placeholder,
                  "AWS does not take this policy as it is written: " + found->message, found->span};
  return Reason{ReasonKind::invalid, "AWS does not take this policy: " + found->message, found->span};
}

PolicyDocument parse_policy(const Value& value, PolicyKind kind) {
  PolicyDocument document;
  document.kind = kind;
  document.source = value;
  document.span = written_span(value);
  DocumentReader(document).read(value, {}, false);
  check_kind_rules(document);
  drop_repeated(document.errors);
  return document;
}

}  // namespace rootproof::policy
