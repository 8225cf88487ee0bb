// Conversions, JSON, files, and the lookup in the whole table.
#include <algorithm>
#include <array>

#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Member;
using value::ReasonKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

Value jsonencode(const Call& call) {
  const Value& argument = call.arguments[0];
  if (argument.is(Kind::map) || argument.is(Kind::list) || argument.is(Kind::one_of)) return argument;
  return json_text(argument);
}

/// A parsed JSON value, with the places of the text it was parsed from lost.
Value from_json(const syntax::SyntaxNode& node, const Call& call) {
  switch (node.kind()) {
    case syntax::NodeKind::sequence: {
      std::vector<Value> items;
      for (const syntax::SyntaxNode& item : node.items()) items.push_back(from_json(item, call));
      return Value::list(std::move(items), call.origin());
    }
    case syntax::NodeKind::mapping: {
      std::vector<Member> members;
      for (const syntax::SyntaxNode::Member& member : node.members()) {
        std::erase_if(members, [&](const Member& other) { return other.key == member.key.text(); });
        members.push_back({std::string(member.key.text()), call.context.call, from_json(member.value, call)});
      }
      return Value::map(std::move(members), call.origin());
    }
    case syntax::NodeKind::scalar:
      break;
  }
  switch (node.type()) {
    case syntax::ScalarType::null:
      return Value::null(call.origin());
    case syntax::ScalarType::boolean:
      return Value::boolean(node.text() == "true", call.origin());
    case syntax::ScalarType::number:
      return Value::number(std::string(node.text()), call.origin());
    case syntax::ScalarType::string:
      return Value::string(std::string(node.text()), call.origin());
  }
  return call.invalid("not valid JSON");
}

Value jsondecode(const Call& call) {
  // jsonencode hands its argument on, so decoding it again changes nothing.
  if (call.arguments[0].is(Kind::map) || call.arguments[0].is(Kind::list)) return call.arguments[0];
  const std::optional<std::string> text = known_text(call.arguments[0]);
  if (!text) return call.unknown_because(call.arguments[0]);
  source::SourceTable sources;
  const syntax::ParsedSyntax parsed = syntax::parse_json(sources.add("jsondecode", *text));
  if (!parsed.complete || parsed.tree.documents() == 0) return call.invalid("not valid JSON");
  return from_json(parsed.tree.document(0), call);
}

Value converted(const Call& call, std::optional<Value> (*convert)(const Value&)) {
  const std::optional<Value> result = convert(call.arguments[0]);
  return result ? *result : call.invalid("the value cannot be converted");
}

Value tostring(const Call& call) {
  return call.arguments[0].is(Kind::list) || call.arguments[0].is(Kind::map)
             ? call.invalid("a collection is no text")
             : converted(call, to_string_value);
}
Value tonumber(const Call& call) { return converted(call, to_number_value); }
Value tobool(const Call& call) { return converted(call, to_bool_value); }

/// Elements of one type: where a text is among numbers and truths, all become text.
std::vector<Value> unified(std::span<const Value> items) {
  const bool has_text =
      std::any_of(items.begin(), items.end(), [](const Value& item) { return item.is(Kind::string); });
  std::vector<Value> result;
  for (const Value& item : items) {
    const bool convert = has_text && (item.is(Kind::number) || item.is(Kind::boolean));
    result.push_back(convert ? to_string_value(item).value_or(item) : item);
  }
  return result;
}

Value tolist(const Call& call) {
  const Value& argument = call.arguments[0];
  if (!argument.is(Kind::list))
    return argument.is(Kind::unknown) || argument.is(Kind::null) ? argument
                                                                 : call.invalid("the value is no list");
  return Value::list(unified(argument.items()), argument.origin(), ListKind::list);
}

Value toset(const Call& call) {
  const Value& argument = call.arguments[0];
  if (!argument.is(Kind::list))
    return argument.is(Kind::unknown) || argument.is(Kind::null) ? argument
                                                                 : call.invalid("the value is no list");
  std::vector<Value> items;
  for (Value& item : unified(argument.items())) {
    const bool repeated =
        std::any_of(items.begin(), items.end(), [&](const Value& other) { return other.same_content(item); });
    if (!repeated) items.push_back(std::move(item));
  }
  const bool sortable =
      std::all_of(items.begin(), items.end(), [](const Value& item) { return known_text(item).has_value(); });
  if (sortable)
    std::stable_sort(items.begin(), items.end(),
                     [](const Value& a, const Value& b) { return *known_text(a) < *known_text(b); });
  return Value::list(std::move(items), argument.origin(), ListKind::set);
}

Value tomap(const Call& call) {
  const Value& argument = call.arguments[0];
  if (!argument.is(Kind::map))
    return argument.is(Kind::unknown) || argument.is(Kind::null) ? argument
                                                                 : call.invalid("the value is no map");
  return Value::map({argument.members().begin(), argument.members().end()}, argument.origin(),
                    value::MapKind::map);
}

Value same(const Call& call) { return call.arguments[0]; }

Value file(const Call& call) {
  const std::optional<std::string> path = known_text(call.arguments[0]);
  if (!path) return call.unknown_because(call.arguments[0], ValueType::string);
  const source::SourceFile* found = call.context.file ? call.context.file(*path) : nullptr;
  if (found == nullptr)
    return Value::unknown({ReasonKind::unresolved_file, "file(\"" + *path + "\")", call.context.call},
                          ValueType::string);
  return Value::string(std::string(found->text()),
                       value::Origin({value::OriginKind::file, found->whole(), "file " + found->path()}),
                       found->whole(), true)
      .with_step({value::OriginKind::function, call.context.call, "file"});
}

Value fileexists(const Call& call) {
  const std::optional<std::string> path = known_text(call.arguments[0]);
  if (!path) return call.unknown_because(call.arguments[0], ValueType::boolean);
  if (call.context.file && call.context.file(*path) != nullptr) return Value::boolean(true, call.origin());
  return Value::unknown({ReasonKind::unresolved_file, "fileexists(\"" + *path + "\")", call.context.call},
                        ValueType::boolean);
}

Value templatefile(const Call& call) {
  const std::optional<std::string> path = known_text(call.arguments[0]);
  if (!path) return call.unknown_because(call.arguments[0], ValueType::string);
  if (!call.arguments[1].is(Kind::map)) return call.unknown_because(call.arguments[1], ValueType::string);
  const source::SourceFile* found = call.context.file ? call.context.file(*path) : nullptr;
  if (found == nullptr || !call.context.render_template) {
    return Value::unknown({ReasonKind::unresolved_file, "templatefile(\"" + *path + "\")", call.context.call},
                          ValueType::string);
  }
  return call.context.render_template(*found, call.arguments[1]);
}

constexpr std::array kFunctions = {
    FunctionEntry{"file", 1, 1, file},
    FunctionEntry{"fileexists", 1, 1, fileexists},
    FunctionEntry{"jsondecode", 1, 1, jsondecode},
    FunctionEntry{"jsonencode", 1, 1, jsonencode, true},
    FunctionEntry{"nonsensitive", 1, 1, same, true},
    FunctionEntry{"sensitive", 1, 1, same, true},
    FunctionEntry{"templatefile", 2, 2, templatefile},
    FunctionEntry{"tobool", 1, 1, tobool},
    FunctionEntry{"tolist", 1, 1, tolist},
    FunctionEntry{"tomap", 1, 1, tomap},
    FunctionEntry{"tonumber", 1, 1, tonumber},
    FunctionEntry{"toset", 1, 1, toset},
    FunctionEntry{"tostring", 1, 1, tostring},
};

}  // namespace

std::span<const FunctionEntry> type_functions() { return kFunctions; }

const FunctionEntry* find_function(std::string_view name) {
  for (const std::span<const FunctionEntry> part :
       {text_functions(), collection_functions(), type_functions()}) {
    const auto found = std::lower_bound(
        part.begin(), part.end(), name,
        [](const FunctionEntry& entry, std::string_view wanted) { return entry.name < wanted; });
    if (found != part.end() && found->name == name) return &*found;
  }
  return nullptr;
}

}  // namespace rootproof::terraform
