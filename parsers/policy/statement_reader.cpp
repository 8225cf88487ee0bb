#include "parsers/policy/statement_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/policy/action_name.h"
#include "parsers/policy/located_text.h"
#include "parsers/policy/members.h"
#include "parsers/source/lower_case.h"
#include "parsers/value/value_set.h"

namespace rootproof::policy {

using source::lower_case;
using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

bool is_scalar(const Value& value) {
  return value.is(Value::Kind::string) || value.is(Value::Kind::number) || value.is(Value::Kind::boolean);
}

/// A list of strings as the grammar has it almost everywhere: one scalar or an array of them.
struct StringList {
  std::vector<PolicyString> entries;
  std::vector<Reason> unknowns;  ///< entries, or the list itself, that are not known
};

class StatementReader {
 public:
  StatementReader(const Value& value, Sids sids, std::vector<FormError>& errors)
      : value_(value), sids_(sids), errors_(errors) {}

  Statement read() {
    statement_.span = written_span(value_);
    for (const Member& member : value_.members()) read_element(member);
    check_required();
    return std::move(statement_);
  }

 private:
  void error(source::Span span, std::string message) { errors_.push_back({span, std::move(message), false}); }

  void read_element(const Member& member) {
    const std::string& key = member.key;
    if (key == "Sid") return read_sid(member);
    if (key == "Effect") return read_effect(member);
    if (key == "Principal" || key == "NotPrincipal") return read_principal(member);
    if (key == "Action" || key == "NotAction") return read_action(member);
    if (key == "Resource" || key == "NotResource") return read_resource(member);
    if (key == "Condition") return read_condition(member);
    static constexpr std::array<std::string_view, 9> kElements{"Sid",          "Effect",      "Principal",
                                                               "NotPrincipal", "Action",      "NotAction",
                                                               "Resource",     "NotResource", "Condition"};
    for (const std::string_view element : kElements) {
      if (lower_case(key) != lower_case(element)) continue;
      error(member.key_span, "\"" + key + "\" is not an element of a statement; \"" + std::string(element) +
                                 "\" is, and upper and lower case differ");
      // What the author meant to say is not in the policy that AWS would read, if it read it.
      return refuse(member.key_span, "element \"" + key + "\"");
    }
    error(member.key_span, "\"" + key + "\" is not an element of a statement");
    refuse(member.key_span, "element \"" + key + "\"");
  }

  /// AWS accepts no policy with this in it: what the statement means is then nothing to rest on.
  void refuse(source::Span span, std::string what) {
    statement_.unknowns.push_back({ReasonKind::invalid, std::move(what), span});
    statement_.elements_unknown = true;
  }

  void read_sid(const Member& member) {
    const std::optional<std::string> sid = member.value.as_text();
    if (sid) statement_.sid = *sid;
    const bool is_text = sid && (sids_ == Sids::any_scalar || member.value.is(Value::Kind::string));
    if (!is_text && member.value.reasons().empty()) error(member.key_span, "Sid must be a string");
  }

  void read_effect(const Member& member) {
    statement_.effect_span = written_span(member.value);
    const std::optional<std::string> effect = member.value.as_text();
    if (effect == "Allow") {
      statement_.effect = Effect::allow;
    } else if (effect == "Deny") {
      statement_.effect = Effect::deny;
    } else {
      note_unknown(member.value, R"(an Effect other than "Allow" and "Deny")");
      if (effect || member.value.reasons().empty())
        error(statement_.effect_span.empty() ? member.key_span : statement_.effect_span,
              R"(Effect must be "Allow" or "Deny", in this spelling)");
    }
  }

  /// Adds why a value says nothing certain: its own reasons, or that AWS refuses it.
  void note_unknown(const Value& value, const std::string& element) {
    std::vector<Reason> reasons = value.reasons();
    if (reasons.empty()) reasons.push_back({ReasonKind::invalid, element, written_span(value)});
    for (Reason& reason : reasons) {
      if (reason.kind == ReasonKind::duplicate_key)
        error(reason.span, "\"" + reason.detail + "\" stands twice in the same object");
      statement_.unknowns.push_back(std::move(reason));
    }
  }

  StringList read_strings(const Member& member) {
    StringList list;
    for (const Value& item : value::known_part(member.value)) read_string(item, member, list);
    // Of an open list this is the rest.
    if (!member.value.is(Value::Kind::list)) read_string(member.value, member, list);
    return list;
  }

  void read_string(const Value& item, const Member& member, StringList& list) {
    if (is_scalar(item)) {
      list.entries.push_back({item, written_span(item)});
      return;
    }
    std::vector<Reason> reasons = item.reasons();
    if (item.is(Value::Kind::null) || item.is(Value::Kind::list) || item.is(Value::Kind::map)) {
      const source::Span span = written_span(item);
      error(span.empty() ? member.key_span : span, member.key + " must be a string or an array of strings");
      reasons.insert(reasons.begin(),
                     Reason{ReasonKind::invalid, "the value of " + member.key + ", which is no text", span});
    }
    for (Reason& reason : reasons) {
      if (reason.kind == ReasonKind::duplicate_key)
        error(reason.span, "\"" + reason.detail + "\" stands twice in the same object");
      list.unknowns.push_back(std::move(reason));
    }
  }

  void add_unknowns(std::vector<Reason> reasons) {
    for (Reason& reason : reasons) statement_.unknowns.push_back(std::move(reason));
  }

  /// True when the element may be read; of an element and its Not-form only one may stand.
  bool claim(bool& has, const Member& member) {
    if (!has) return has = true;
    error(member.key_span, member.key + " stands beside its opposite; a statement has one of the two");
    refuse(member.key_span, member.key);
    return false;
  }

  void read_action(const Member& member) {
    if (!claim(statement_.has_action, member)) return;
    statement_.not_action = member.key == "NotAction";
    statement_.action_span = member.key_span;
    read_patterns(member, statement_.actions, statement_.actions_unknown, statement_.not_action);
    for (const PolicyString& action : statement_.actions) check_action(action);
  }

  void check_action(const PolicyString& action) {
    const std::optional<std::string> text = action.text();
    if (!text || *text == "*") return;
    const std::size_t colon = text->find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text->size())
      return error(action.span, "\"" + *text + "\" is no action: actions are written service:Name");
    const std::string_view name = std::string_view(*text).substr(colon + 1);
    const std::string_view service = service_of(*text);
    if (!std::all_of(service.begin(), service.end(), is_action_character) ||
        !std::all_of(name.begin(), name.end(), is_action_character))
      error(action.span, "\"" + *text + "\" holds characters that no action has");
  }

  void read_resource(const Member& member) {
    if (!claim(statement_.has_resource, member)) return;
    statement_.not_resource = member.key == "NotResource";
    statement_.resource_span = member.key_span;
    read_patterns(member, statement_.resources, statement_.resources_unknown, statement_.not_resource);
    for (PolicyString& resource : statement_.resources) {
      write_out_api(resource);
      const std::optional<std::string> text = resource.text();
      // A policy variable can give the beginning of an ARN only in theory; the service refuses it all the
      // same.
      if (text && *text != "*" && text->substr(0, 4) != "arn:")
        error(resource.span, "\"" + *text + R"(" is neither an ARN nor "*")");
    }
  }

  /// API Gateway's short form of the ARN of the very API that a policy belongs to:
  /// `execute-api:/stage/GET/x`.
  /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-resource-policies-examples.html
  static void write_out_api(PolicyString& resource) {
    constexpr std::string_view kShort = "execute-api:/";
    if (!resource.value.is(Value::Kind::string)) return;
    const auto* start = std::get_if<value::TextPiece>(&resource.value.pieces().front());
    if (start == nullptr || start->text.compare(0, kShort.size(), kShort) != 0) return;
    std::vector<value::StringPiece> pieces(resource.value.pieces().begin(), resource.value.pieces().end());
    auto* first = &std::get<value::TextPiece>(pieces.front());
    value::TextPiece front{"arn:*:execute-api:*:*:*/", first->span, false};
    first->text.erase(0, kShort.size());
    if (first->verbatim) {
      first->span.begin += static_cast<std::uint32_t>(kShort.size());
      front.span.end = first->span.begin;
    }
    pieces.insert(pieces.begin(), std::move(front));
    resource.value = Value::string(std::move(pieces), resource.value.origin());
  }

  void read_patterns(const Member& member, std::vector<Pattern>& patterns, bool& unknown, bool negated) {
    StringList list = read_strings(member);
    patterns = std::move(list.entries);
    if (!list.unknowns.empty()) unknown = true;
    add_unknowns(std::move(list.unknowns));
    if (patterns.empty() && !unknown && negated) {
      // "Not one of nothing" would be everything; AWS rejects it, so it must neither grant nor deny.
      error(member.key_span, member.key + " is empty");
      statement_.unknowns.push_back({ReasonKind::invalid, "empty " + member.key, member.key_span});
      unknown = true;
    }
  }

  void read_principal(const Member& member) {
    if (!claim(statement_.has_principal, member)) return;
    statement_.not_principal = member.key == "NotPrincipal";
    statement_.principal_span = member.key_span;
    const Value& value = member.value;
    if (is_scalar(value)) return read_principal_text(value);
    if (!value.is(Value::Kind::map)) {
      if (value.reasons().empty()) error(member.key_span, member.key + " must be \"*\" or an object");
      note_unknown(value, "a " + member.key + " that is neither \"*\" nor an object");
      statement_.principals_unknown = true;
      return;
    }
    for (const Member& entry : value.members()) read_principal_entries(entry);
  }

  void read_principal_text(const Value& value) {
    PolicyString text{value, written_span(value)};
    const std::optional<std::string> known = text.text();
    if (known == "*") {
      statement_.principals.push_back(parse_principal("*", std::move(text)));
      return;
    }
    if (known) error(text.span, "a principal that is a plain string can only be \"*\"");
    note_unknown(value, "a Principal that is a text other than \"*\"");
    statement_.principals_unknown = true;
    // AWS refuses it. What its author meant shows in a wildcard.
    if (known && known->find_first_of("*?") != std::string::npos)
      statement_.principals.push_back(parse_principal("AWS", std::move(text)));
  }

  void read_principal_entries(const Member& entry) {
    static constexpr std::array<std::string_view, 4> kTypes{"AWS", "Service", "Federated", "CanonicalUser"};
    if (std::find(kTypes.begin(), kTypes.end(), entry.key) == kTypes.end()) {
      error(
          entry.key_span,
          "\"" + entry.key + "\" is no principal type; there are AWS, Service, Federated and CanonicalUser");
      statement_.unknowns.push_back({ReasonKind::invalid, "principal type " + entry.key, entry.key_span});
      statement_.principals_unknown = true;
      return;
    }
    if (entry.key == "AWS" && is_list_of_principals(entry.value)) {
      statement_.principals.push_back(parse_principal(entry.key, {entry.value, written_span(entry.value)}));
      return;
    }
    StringList list = read_strings(entry);
    for (PolicyString& text : list.entries) {
      statement_.principals.push_back(parse_principal(entry.key, std::move(text)));
      check_principal(statement_.principals.back());
    }
    if (!list.unknowns.empty()) {
      // Whoever it is, no service and no federated identity is one of AWS, let alone everyone.
      if (entry.key == "AWS" || entry.key == "CanonicalUser")
        statement_.principals_unknown = true;
      else
        statement_.principals.push_back(parse_principal(entry.key, {entry.value, written_span(entry.value)}));
    }
    add_unknowns(std::move(list.unknowns));
  }

  /// The variable whose empty default this is; empty for all else.
  static std::string left_empty(const Value& value) {
    if (value.as_string() != "") return {};
    for (const value::OriginStep& step : value.origin().chain())
      if (step.kind == value::OriginKind::variable_default) return step.detail;
    return {};
  }

  void check_principal(const Principal& principal) {
    const std::string text = principal.text.text().value_or("this");
    const source::Span span = principal.text.span;
    if (principal.type == PrincipalType::aws && principal.form == AwsPrincipalForm::partial_wildcard)
      error(span, "\"" + text + R"(": a wildcard cannot be part of a principal; only "*" by itself is one)");
    else if (const std::string variable = left_empty(principal.text.value); !variable.empty())
      error(span, variable + " is empty by default, and names no principal then");
    else if (principal.type == PrincipalType::aws && principal.form == AwsPrincipalForm::invalid)
      error(span, "\"" + text + "\" names no principal that AWS documents");
    else if (principal.type == PrincipalType::aws && principal.form == AwsPrincipalForm::unique_id)
      error(span,
            "\"" + text + "\" is the unique id of an identity that was deleted: nobody is meant any more");
    else if (principal.type == PrincipalType::service && text == "*")
      error(span, "\"*\" is not accepted as a service principal");
  }

  void read_condition(const Member& member) {
    statement_.condition_span = member.key_span;
    if (!member.value.is(Value::Kind::map)) {
      if (member.value.reasons().empty()) error(member.key_span, "Condition must be an object");
      note_unknown(member.value, "Condition");
      statement_.conditions_unknown = true;
      return;
    }
    for (const Member& block : member.value.members()) read_operator(block);
  }

  void read_operator(const Member& block) {
    Condition condition;
    condition.operator_name = block.key;
    condition.operator_span = block.key_span;
    if (!is_condition_operator(block.key)) {
      error(block.key_span, "\"" + block.key + "\" is no condition operator");
      condition.unknown = Reason{ReasonKind::unsupported_operator, block.key, block.key_span};
    }
    if (!block.value.is(Value::Kind::map)) {
      std::vector<Reason> reasons = block.value.reasons();
      if (reasons.empty()) {
        error(block.key_span, block.key + " must hold an object of condition keys");
        reasons.push_back({ReasonKind::invalid, block.key, block.key_span});
      }
      condition.unknown = reasons.front();
      condition.span = block.key_span;
      statement_.conditions.push_back(std::move(condition));
      return;
    }
    if (block.value.members().empty()) {
      // AWS says what an empty Condition and an empty list mean, not this.
      condition.unknown = Reason{ReasonKind::invalid, block.key + " without a condition key", block.key_span};
      condition.span = block.key_span;
      statement_.conditions.push_back(std::move(condition));
      return;
    }
    std::vector<std::string> keys;
    for (const Member& entry : block.value.members()) {
      read_condition_key(condition, entry);
      std::string folded = lower_case(entry.key);
      if (std::find(keys.begin(), keys.end(), folded) != keys.end()) {
        error(entry.key_span, "\"" + entry.key + "\" stands twice under " + block.key +
                                  ": upper and lower case do not differ in condition keys");
        statement_.conditions.back().unknown = stands_twice(entry.key, entry.key_span);
      }
      keys.push_back(std::move(folded));
    }
  }

  void read_condition_key(Condition condition, const Member& entry) {
    condition.key = entry.key;
    condition.key_span = entry.key_span;
    StringList list = read_strings(entry);
    condition.values = std::move(list.entries);
    condition.values_unknown = !list.unknowns.empty();
    condition.span = entry.key_span;
    if (!condition.values.empty()) {
      const source::Span last = condition.values.back().span;
      if (last.file == condition.span.file && last.end > condition.span.end) condition.span.end = last.end;
    }
    if (condition.values_unknown && !condition.unknown) condition.unknown = list.unknowns.front();
    statement_.conditions.push_back(std::move(condition));
  }

  void check_required() {
    if (value_.find("Effect") == nullptr) {
      error(statement_.span, "a statement without Effect");
      statement_.unknowns.push_back({ReasonKind::invalid, "no Effect", statement_.span});
    }
    if (!statement_.has_action) {
      error(statement_.span, "a statement without Action or NotAction");
      statement_.unknowns.push_back({ReasonKind::invalid, "no Action", statement_.span});
      statement_.actions_unknown = true;
    }
    if (statement_.not_principal && statement_.effect == Effect::allow)
      error(statement_.principal_span,
            "NotPrincipal with Allow is not supported: where it is accepted it lets everybody else in");
  }

  const Value& value_;
  Sids sids_;
  std::vector<FormError>& errors_;
  Statement statement_;
};

}  // namespace

Statement read_statement(const Value& value, Sids sids, std::vector<FormError>& errors) {
  return StatementReader(value, sids, errors).read();
}

bool is_condition_operator(std::string_view name) {
  std::string text = lower_case(name);
  for (const std::string_view prefix : {"forallvalues:", "foranyvalue:"})
    if (std::string_view(text).substr(0, prefix.size()) == prefix) {
      text.erase(0, prefix.size());
      break;
    }
  if (text == "null") return text.size() == name.size();
  static constexpr std::string_view kIfExists = "ifexists";
  if (text.size() > kIfExists.size() &&
      text.compare(text.size() - kIfExists.size(), kIfExists.size(), kIfExists) == 0)
    text.erase(text.size() - kIfExists.size());
  static constexpr std::array<std::string_view, 26> kBases{"stringequals",
                                                           "stringnotequals",
                                                           "stringequalsignorecase",
                                                           "stringnotequalsignorecase",
                                                           "stringlike",
                                                           "stringnotlike",
                                                           "numericequals",
                                                           "numericnotequals",
                                                           "numericlessthan",
                                                           "numericlessthanequals",
                                                           "numericgreaterthan",
                                                           "numericgreaterthanequals",
                                                           "dateequals",
                                                           "datenotequals",
                                                           "datelessthan",
                                                           "datelessthanequals",
                                                           "dategreaterthan",
                                                           "dategreaterthanequals",
                                                           "bool",
                                                           "binaryequals",
                                                           "ipaddress",
                                                           "notipaddress",
                                                           "arnequals",
                                                           "arnnotequals",
                                                           "arnlike",
                                                           "arnnotlike"};
  return std::find(kBases.begin(), kBases.end(), text) != kBases.end();
}

}  // namespace rootproof::policy
