#include "parsers/terraform/policy_document_source.h"

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>
#include <utility>

#include "parsers/policy/json_text.h"
#include "parsers/policy/merged_document.h"
#include "parsers/source/limits.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {

using value::Member;
using value::ReasonKind;
using value::Value;
using Kind = value::Value::Kind;

Value unknown_because(const Value& value) {
  const std::vector<value::Reason> reasons = value.reasons();
  return Value::unknown(
      reasons.empty() ? value::Reason{ReasonKind::invalid, "aws_iam_policy_document", value.origin().span()}
                      : reasons.front());
}

Value refused(std::string what, const Value& value) {
  return Value::unknown(
      {ReasonKind::invalid, "aws_iam_policy_document: " + std::move(what), value.origin().span()});
}

bool is_present(const Value* value) {
  if (value == nullptr || value->is(Kind::null)) return false;
  return !value->is(Kind::list) || !value->items().empty();
}

void put(std::vector<Member>& members, std::string key, source::Span span, Value value) {
  members.push_back({std::move(key), span, std::move(value)});
}

namespace {

/// Does something to each way a value may turn out.
template <class Operation>
Value each_way(const Value& value, const Operation& operation) {
  if (!value.is(Kind::one_of)) return operation(value);
  std::vector<value::Alternative> results;
  for (const value::Alternative& alternative : value.alternatives())
    results.push_back({alternative.guard, operation(alternative.value)});
  return Value::one_of(std::move(results), value.origin());
}

/// {"*": "*"}, which the provider prints as the plain star.
bool is_everyone(const Value& principal) {
  if (principal.members().size() != 1 || principal.members()[0].key != "*") return false;
  const Value& who = principal.members()[0].value;
  const bool one = who.is(Kind::list) && who.items().size() == 1;
  return (one ? who.items()[0] : who).as_string() == "*";
}

/// Identifiers print in descending order, where all of them are known.
Value with_sorted_lists(const Value& principal) {
  std::vector<Member> types(principal.members().begin(), principal.members().end());
  for (Member& type : types) {
    if (!type.value.is(Kind::list) || !type.value.fully_known()) continue;
    std::vector<Value> items(type.value.items().begin(), type.value.items().end());
    std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) {
      return a.as_text().value_or("") > b.as_text().value_or("");
    });
    type.value = Value::list(std::move(items), type.value.origin());
  }
  return Value::map(std::move(types), principal.origin());
}

/// The provider reads any text as Principal "*", and an empty object as none.
Value parsed_principal(const Value& principal) {
  switch (principal.kind()) {
    case Kind::string: {
      Value everyone = Value::string("*", principal.origin(), principal.text_span(0, 1));
      if (principal.as_string() == "*") return everyone;
      return everyone.with_step(
          {value::OriginKind::data_source, principal.origin().span(), std::string(policy::kTextPrincipal)});
    }
    case Kind::map:
      if (principal.members().empty()) return Value::absent(principal.origin());
      for (const Member& member : principal.members()) {
        const bool scalar = member.value.is(Kind::number) || member.value.is(Kind::boolean);
        if (scalar || member.value.is(Kind::null))
          return refused("principals are texts or lists of texts", principal);
      }
      return is_everyone(principal) ? Value::string("*", principal.origin()) : with_sorted_lists(principal);
    case Kind::unknown:
      return principal.with_step({value::OriginKind::data_source, principal.origin().span(),
                                  std::string(policy::kMaybeTextPrincipal)});
    case Kind::absent:
      return principal;
    default:
      return refused("Principal is a text or an object", principal);
  }
}

/// Values of a condition key as the provider keeps them: it drops numbers and nulls without a word.
Value parsed_condition_values(const Value& values) {
  if (values.is(Kind::boolean))
    return Value::string(values.as_boolean() ? "true" : "false", values.origin(), values.text_span(0, 1));
  if (values.is(Kind::list) && values.items().size() == 1 && values.items()[0].is(Kind::string))
    return values.items()[0];
  const bool kept = values.is(Kind::string) || values.is(Kind::list) || values.is(Kind::unknown);
  return kept ? values : Value::absent(values.origin());
}

/// The keys of one operator; absent when none is left.
Value parsed_condition_keys(const Value& keys) {
  if (keys.is(Kind::null)) return Value::absent(keys.origin());
  if (keys.is(Kind::unknown)) return keys;
  if (!keys.is(Kind::map)) return refused("a condition operator holds an object", keys);
  std::vector<Member> members;
  for (const Member& key : keys.members()) {
    Value values = each_way(key.value, parsed_condition_values);
    if (!values.is(Kind::absent)) put(members, key.key, key.key_span, std::move(values));
  }
  return members.empty() ? Value::absent(keys.origin()) : Value::map(std::move(members), keys.origin());
}

Value parsed_condition(const Value& condition) {
  if (condition.is(Kind::null)) return Value::absent(condition.origin());
  if (condition.is(Kind::unknown)) return condition;
  if (!condition.is(Kind::map)) return refused("Condition is an object", condition);
  std::vector<Member> operators;
  for (const Member& op : condition.members()) {
    Value keys = each_way(op.value, parsed_condition_keys);
    if (!keys.is(Kind::absent)) put(operators, op.key, op.key_span, std::move(keys));
  }
  return operators.empty() ? Value::absent(condition.origin())
                           : Value::map(std::move(operators), condition.origin());
}

/// Notes in the origin of a statement what parsed_condition_values leaves out under one key. Only operators
/// that compare numbers are likely to be given one that is not known.
void note_dropped(std::string_view op, const Member& key, const Value& values, Value& statement) {
  if (values.is(Kind::one_of)) {
    for (const value::Alternative& alternative : values.alternatives())
      note_dropped(op, key, alternative.value, statement);
    return;
  }
  const bool numeric = op.find("Numeric") != std::string_view::npos;
  const bool open =
      numeric && values.is(Kind::unknown) &&
      (values.unknown_type() == value::ValueType::any || values.unknown_type() == value::ValueType::number);
  if (!values.is(Kind::number) && !open) return;
  const source::Span written = values.origin().span();
  statement =
      statement.with_step({value::OriginKind::data_source, written.empty() ? key.key_span : written,
                           std::string(open ? policy::kMaybeDroppedValue : policy::kDroppedValue) + key.key});
}

/// The same under all keys of all operators.
Value with_dropped_values(const Value& condition, Value statement) {
  if (!condition.is(Kind::map)) return statement;
  for (const Member& op : condition.members()) {
    if (!op.value.is(Kind::map)) continue;
    for (const Member& key : op.value.members()) note_dropped(op.key, key, key.value, statement);
  }
  return statement;
}

/// The name in lower case as Go's encoding/json compares it: long s and the Kelvin sign are letters too.
std::string folded(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (name.substr(i, 2) == "\xC5\xBF") {
      result += 's';
      i += 1;
    } else if (name.substr(i, 3) == "\xE2\x84\xAA") {
      result += 'k';
      i += 2;
    } else {
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return result;
}

/// The members of an object under the names that the provider knows. It reads them whatever their case, and
/// drops all others.
std::vector<Member> known_members(const Value& object, std::span<const std::string_view> names) {
  std::vector<Member> members;
  for (const Member& member : object.members()) {
    const std::string name = folded(member.key);
    const auto known = std::find_if(names.begin(), names.end(),
                                    [&](std::string_view other) { return folded(other) == name; });
    if (known == names.end()) continue;
    const auto same = std::find_if(members.begin(), members.end(),
                                   [&](const Member& other) { return other.key == *known; });
    if (same == members.end()) {
      put(members, std::string(*known), member.key_span, member.value);
    } else {
      same->value = Value::unknown({ReasonKind::duplicate_key, std::string(*known), member.key_span});
    }
  }
  return members;
}

/// A statement of another document as the provider understands it.
Value parsed_statement(const Value& statement) {
  if (statement.is(Kind::one_of)) return each_way(statement, parsed_statement);
  if (statement.is(Kind::unknown) || statement.is(Kind::absent)) return statement;
  if (!statement.is(Kind::map)) return refused("a statement is an object", statement);
  static constexpr std::string_view kElements[] = {"Sid",       "Effect",       "Action",
                                                   "NotAction", "Resource",     "NotResource",
                                                   "Principal", "NotPrincipal", "Condition"};
  std::vector<Member> members;
  Value condition;
  for (Member member : known_members(statement, kElements)) {
    if (member.key == "Principal" || member.key == "NotPrincipal") {
      member.value = each_way(member.value, parsed_principal);
    } else if (member.key == "Condition") {
      condition = member.value;
      member.value = each_way(member.value, parsed_condition);
    } else if (member.value.is(Kind::null) || (member.key == "Sid" && member.value.as_string() == "")) {
      continue;
    }
    if (!member.value.is(Kind::absent)) members.push_back(std::move(member));
  }
  return with_dropped_values(condition, Value::map(std::move(members), statement.origin()));
}

Value read_document(const Value& text) {
  const auto read = policy::read_json_text(text);
  const auto* error = std::get_if<policy::JsonTextError>(&read);
  return error == nullptr ? std::get<Value>(read)
                          : Value::unknown({ReasonKind::invalid, "a document that is no JSON", error->span});
}

/// What the member Statement holds.
void add_statements(const Value& found, ParsedDocument& parsed) {
  for (const Value& statement : value::known_part(found))
    parsed.statements.push_back(parsed_statement(statement));
  if (!found.is(Kind::list)) {
    parsed.statements.push_back(found.is(Kind::map) ? refused("Statement is a list", found)
                                                    : unknown_because(found));
  }
}

/// What stands in one alternative stands only when that one holds.
ParsedDocument parse_alternatives(const Value& documents,
                                  const std::function<ParsedDocument(const Value&)>& parse) {
  ParsedDocument result;
  const std::span<const value::Alternative> alternatives = documents.alternatives();
  std::vector<std::optional<Value>> versions;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    const ParsedDocument parsed = parse(alternatives[i].value);
    versions.push_back(parsed.version);
    if (parsed.id) result.id = parsed.id;
    for (const Value& statement : parsed.statements) {
      if (result.statements.size() > limits::kDocumentStatements) return result;
      std::vector<value::Alternative> ways;
      for (std::size_t k = 0; k < alternatives.size(); ++k)
        ways.push_back({alternatives[k].guard, k == i ? statement : Value::absent()});
      result.statements.push_back(Value::one_of(std::move(ways), statement.origin()));
    }
  }
  const bool agree = std::all_of(versions.begin(), versions.end(), [&](const std::optional<Value>& version) {
    return version.has_value() == versions.front().has_value() &&
           (!version || version->same_content(*versions.front()));
  });
  if (agree && !versions.empty()) {
    result.version = versions.front();
  } else {
    result.version = unknown_because(documents);
  }
  return result;
}

}  // namespace

ParsedDocument parse_document(const Value& document) {
  if (document.is(Kind::one_of)) return parse_alternatives(document, parse_document);
  if (document.as_string() == "") return {};
  const Value decoded = document.is(Kind::string) ? read_document(document) : document;
  if (decoded.is(Kind::null) && document.is(Kind::string)) return {};
  ParsedDocument parsed;
  if (!decoded.is(Kind::map)) {
    parsed.statements.push_back(unknown_because(decoded));
    return parsed;
  }
  static constexpr std::string_view kElements[] = {"Version", "Id", "Statement"};
  const Value known = Value::map(known_members(decoded, kElements), decoded.origin());
  if (const Value* version = known.find("Version"); is_present(version) && version->as_text() != "")
    parsed.version = *version;
  if (const Value* id = known.find("Id"); is_present(id) && id->as_text() != "") parsed.id = *id;
  if (const Value* found = known.find("Statement"); is_present(found)) add_statements(*found, parsed);
  return parsed;
}

std::vector<ParsedDocument> parse_documents(const Value* documents) {
  if (!is_present(documents)) return {};
  std::vector<ParsedDocument> parsed;
  if (documents->is(Kind::one_of)) {
    parsed.push_back(parse_alternatives(*documents, [](const Value& list) {
      ParsedDocument together;
      for (const ParsedDocument& part : parse_documents(&list)) {
        if (part.version) together.version = part.version;
        if (part.id) together.id = part.id;
        together.statements.insert(together.statements.end(), part.statements.begin(), part.statements.end());
      }
      return together;
    }));
    return parsed;
  }
  // Of an open list the order is not known either: behind each document may stand one that replaces its
  // parts.
  const bool open = !documents->is(Kind::list);
  std::size_t statements = 0;
  for (const Value& document : value::known_part(*documents)) {
    parsed.push_back(parse_document(document));
    statements += parsed.back().statements.size();
    if (open) parsed.push_back({{}, {}, {unknown_because(*documents)}});
    if (statements > limits::kDocumentStatements) break;  // the document is full, whatever follows
  }
  if (open && parsed.empty()) parsed.push_back({{}, {}, {unknown_because(*documents)}});
  return parsed;
}

}  // namespace rootproof::terraform
