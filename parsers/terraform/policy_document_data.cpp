#include "parsers/terraform/policy_document_data.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/functions.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Member;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;
using Kind = value::Value::Kind;

Value unknown_because(const Value& value) {
  const std::vector<value::Reason> reasons = value.reasons();
  return Value::unknown(
      reasons.empty() ? value::Reason{ReasonKind::invalid, "aws_iam_policy_document", value.origin().span()}
                      : reasons.front());
}

/// `&{` stands for `${`: HCL would take the latter for its own template.
Value with_policy_variables(const Value& value) {
  if (!value.is(Kind::string)) return value;
  std::vector<StringPiece> pieces;
  for (const StringPiece& piece : value.pieces()) {
    TextPiece text;
    if (const auto* found = std::get_if<TextPiece>(&piece)) {
      text = *found;
      // One byte stands for one byte: the place stays exact.
      for (std::size_t at = text.text.find("&{"); at != std::string::npos; at = text.text.find("&{", at + 2))
        text.text[at] = '$';
      pieces.emplace_back(std::move(text));
    } else {
      pieces.push_back(piece);
    }
  }
  return Value::string(std::move(pieces), value.origin());
}

/// Sets print in descending order; known texts are sorted, others stay behind.
Value string_set(const Value& value, bool variables) {
  if (!value.is(Kind::list)) return value;
  std::vector<Value> items;
  for (const Value& item : value.items()) {
    Value text = variables ? with_policy_variables(item) : item;
    const bool repeated =
        std::any_of(items.begin(), items.end(), [&](const Value& other) { return other.same_content(text); });
    if (!repeated) items.push_back(std::move(text));
  }
  std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) {
    return a.as_text().value_or("") > b.as_text().value_or("");
  });
  return items.size() == 1 ? items.front() : Value::list(std::move(items), value.origin());
}

bool is_present(const Value* value) {
  if (value == nullptr || value->is(Kind::null)) return false;
  return !value->is(Kind::list) || !value->items().empty();
}

/// Blocks of one type; a value that is not known stands for blocks that are not.
std::vector<Value> blocks(const Value& body, std::string_view type) {
  const Value* found = body.find(type);
  if (found == nullptr) return {};
  if (!found->is(Kind::list)) return {*found};
  return {found->items().begin(), found->items().end()};
}

void put(std::vector<Member>& members, std::string key, source::Span span, Value value) {
  members.push_back({std::move(key), span, std::move(value)});
}

/// Appends identifiers to the member of a principal type.
void add_identifiers(std::vector<Member>& types, const std::string& type, const Value& block,
                     const Value& identifiers) {
  const auto existing =
      std::find_if(types.begin(), types.end(), [&](const Member& member) { return member.key == type; });
  if (existing == types.end()) {
    put(types, type, block.origin().span(), identifiers);
    return;
  }
  std::vector<Value> all;
  for (const Value* part : std::initializer_list<const Value*>{&existing->value, &identifiers}) {
    if (part->is(Kind::list)) {
      all.insert(all.end(), part->items().begin(), part->items().end());
    } else {
      all.push_back(*part);
    }
  }
  existing->value = Value::list(std::move(all), existing->value.origin());
}

Value principals(const std::vector<Value>& parts) {
  std::vector<Member> types;
  for (const Value& block : parts) {
    if (!block.is(Kind::map)) return unknown_because(block);
    const Value* type = block.find("type");
    const Value* identifiers = block.find("identifiers");
    if (type == nullptr || identifiers == nullptr) return unknown_because(block);
    const std::optional<std::string> name = type->as_text();
    if (!name) return unknown_because(*type);
    const Value set = string_set(*identifiers, true);
    // Exactly one block of type "*" with "*" prints as the plain star.
    if (parts.size() == 1 && *name == "*" && set.as_text() == "*") return set;
    add_identifiers(types, *name, block, set);
  }
  return Value::map(std::move(types), parts.front().origin());
}

Value conditions(const std::vector<Value>& parts) {
  std::vector<Member> operators;
  for (const Value& block : parts) {
    if (!block.is(Kind::map)) return unknown_because(block);
    const Value* test = block.find("test");
    const Value* variable = block.find("variable");
    const Value* values = block.find("values");
    if (test == nullptr || variable == nullptr || values == nullptr) return unknown_because(block);
    if (!test->as_text()) return unknown_because(*test);
    if (!variable->as_text()) return unknown_because(*variable);
    Value list = *values;
    if (list.is(Kind::list)) {
      std::vector<Value> items;
      for (const Value& item : list.items()) items.push_back(with_policy_variables(item));
      list = items.size() == 1 ? items.front() : Value::list(std::move(items), values->origin());
    }
    auto op = std::find_if(operators.begin(), operators.end(),
                           [&](const Member& member) { return member.key == *test->as_text(); });
    if (op == operators.end()) {
      put(operators, *test->as_text(), test->origin().span(), Value::map({}, block.origin()));
      op = operators.end() - 1;
    }
    std::vector<Member> keys(op->value.members().begin(), op->value.members().end());
    add_identifiers(keys, *variable->as_text(), *variable, list);
    op->value = Value::map(std::move(keys), op->value.origin());
  }
  return Value::map(std::move(operators), parts.front().origin());
}

void put_set(std::vector<Member>& statement, const Value& block, std::string_view argument,
             const char* element, bool variables) {
  const Value* found = block.find(argument);
  if (is_present(found)) put(statement, element, found->origin().span(), string_set(*found, variables));
}

Value statement(const Value& block) {
  if (!block.is(Kind::map)) return block;
  std::vector<Member> members;
  const Value* sid = block.find("sid");
  if (is_present(sid) && sid->as_text() != "") put(members, "Sid", sid->origin().span(), *sid);
  const Value* effect = block.find("effect");
  put(members, "Effect", block.origin().span(),
      is_present(effect) ? *effect : Value::string("Allow", block.origin()));
  put_set(members, block, "actions", "Action", false);
  put_set(members, block, "not_actions", "NotAction", false);
  put_set(members, block, "resources", "Resource", true);
  put_set(members, block, "not_resources", "NotResource", true);
  if (const std::vector<Value> parts = blocks(block, "principals"); !parts.empty()) {
    put(members, "Principal", parts.front().origin().span(), principals(parts));
  }
  if (const std::vector<Value> parts = blocks(block, "not_principals"); !parts.empty()) {
    put(members, "NotPrincipal", parts.front().origin().span(), principals(parts));
  }
  if (const std::vector<Value> parts = blocks(block, "condition"); !parts.empty()) {
    put(members, "Condition", parts.front().origin().span(), conditions(parts));
  }
  return Value::map(std::move(members), block.origin());
}

/// Statements of another document; one that is not known is a statement that is not.
void add_document(std::vector<Value>& statements, const Value& document) {
  if (document.is(Kind::null)) return;
  FunctionContext context;
  context.call = document.origin().span();
  const Value decoded = document.is(Kind::string)
                            ? call_function("jsondecode", std::vector<Value>{document}, context)
                            : document;
  const Value* found = decoded.find("Statement");
  if (found == nullptr) {
    statements.push_back(decoded.is(Kind::map) ? Value::map({}, document.origin())
                                               : unknown_because(decoded));
    return;
  }
  const std::span<const Value> added =
      found->is(Kind::list) ? found->items() : std::span<const Value>(found, 1);
  for (const Value& each : added) {
    const Value* sid = each.find("Sid");
    const std::optional<std::string> id = sid != nullptr ? sid->as_text() : std::nullopt;
    const auto existing = std::find_if(statements.begin(), statements.end(), [&](const Value& other) {
      const Value* other_sid = other.find("Sid");
      return id && !id->empty() && other_sid != nullptr && other_sid->as_text() == id;
    });
    if (existing == statements.end()) {
      statements.push_back(each);
    } else {
      *existing = each;  // a whole statement replaces the one with its Sid, in its place
    }
  }
}

void add_documents(std::vector<Value>& statements, const Value* documents) {
  if (!is_present(documents)) return;
  if (!documents->is(Kind::list)) {
    statements.push_back(unknown_because(*documents));
    return;
  }
  for (const Value& document : documents->items()) add_document(statements, document);
}

}  // namespace

Value policy_document_json(const Value& arguments) {
  std::vector<Value> statements;
  add_documents(statements, arguments.find("source_policy_documents"));
  if (const Value* source = arguments.find("source_json"); is_present(source))
    add_document(statements, *source);
  std::vector<Value> own;
  for (const Value& block : blocks(arguments, "statement")) own.push_back(statement(block));
  add_document(statements, Value::map({{"Statement", {}, Value::list(std::move(own))}}));
  add_documents(statements, arguments.find("override_policy_documents"));
  if (const Value* override_json = arguments.find("override_json"); is_present(override_json))
    add_document(statements, *override_json);

  std::vector<Member> members;
  const Value* version = arguments.find("version");
  put(members, "Version", arguments.origin().span(),
      is_present(version) ? *version : Value::string("2012-10-17", arguments.origin()));
  if (const Value* id = arguments.find("policy_id"); is_present(id))
    put(members, "Id", id->origin().span(), *id);
  put(members, "Statement", arguments.origin().span(),
      Value::list(std::move(statements), arguments.origin()));
  return Value::map(std::move(members), arguments.origin());
}

}  // namespace rootproof::terraform
