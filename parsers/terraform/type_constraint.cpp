#include "parsers/terraform/type_constraint.h"

#include <utility>
#include <vector>

namespace rootproof::terraform {
namespace {

using hcl::Expression;
using hcl::ExpressionId;
using hcl::ExpressionKind;
using value::ListKind;
using value::MapKind;
using value::Member;
using value::Value;
using Kind = value::Value::Kind;

class Converter {
 public:
  Converter(const hcl::File& file, const Scope& scope) : file_(file), scope_(scope) {}

  std::optional<Value> convert(const Value& value, ExpressionId type) {
    if (value.is(Kind::null) || value.is(Kind::unknown)) return value;
    if (value.is(Kind::one_of)) {
      std::vector<value::Alternative> results;
      for (const value::Alternative& each : value.alternatives()) {
        std::optional<Value> converted = convert(each.value, type);
        if (!converted) return std::nullopt;
        results.push_back({each.guard, std::move(*converted)});
      }
      return Value::one_of(std::move(results), value.origin());
    }
    const Expression& expression = file_.expression(type);
    if (expression.kind == ExpressionKind::variable) return primitive(value, expression.text);
    if (expression.kind != ExpressionKind::call || file_.children(expression).empty()) return value;
    const ExpressionId inner = file_.children(expression)[0];
    if (expression.text == "list") return collection(value, inner, ListKind::list);
    if (expression.text == "set") return set(value, inner);
    if (expression.text == "map") return map(value, inner);
    if (expression.text == "object") return object(value, inner);
    if (expression.text == "optional") return convert(value, inner);
    return value;
  }

 private:
  static std::optional<Value> primitive(const Value& value, std::string_view name) {
    const bool scalar = value.is(Kind::string) || value.is(Kind::number) || value.is(Kind::boolean);
    if (name == "string")
      return scalar ? to_string_value(value)
                    : (value.is(Kind::map) || value.is(Kind::list) ? std::optional(value) : std::nullopt);
    if (name == "number") return to_number_value(value);
    if (name == "bool") return to_bool_value(value);
    return value;
  }

  std::optional<Value> collection(const Value& value, ExpressionId inner, ListKind kind) {
    if (!value.is(Kind::list)) return std::nullopt;
    std::vector<Value> items;
    for (const Value& item : value.items()) {
      std::optional<Value> converted = convert(item, inner);
      if (!converted) return std::nullopt;
      items.push_back(std::move(*converted));
    }
    return Value::list(std::move(items), value.origin(), kind);
  }

  std::optional<Value> set(const Value& value, ExpressionId inner) {
    const std::optional<Value> list = collection(value, inner, ListKind::list);
    if (!list) return std::nullopt;
    return call_function("toset", std::vector<Value>{*list}, scope_.functions);
  }

  std::optional<Value> map(const Value& value, ExpressionId inner) {
    if (!value.is(Kind::map)) return std::nullopt;
    std::vector<Member> members;
    for (const Member& member : value.members()) {
      std::optional<Value> converted = convert(member.value, inner);
      if (!converted) return std::nullopt;
      members.push_back({member.key, member.key_span, std::move(*converted)});
    }
    return Value::map(std::move(members), value.origin(), MapKind::map);
  }

  std::optional<Value> object(const Value& value, ExpressionId attributes) {
    const Expression& shape = file_.expression(attributes);
    if (!value.is(Kind::map) || shape.kind != ExpressionKind::object) return std::nullopt;
    std::vector<Member> members;
    const auto parts = file_.children(shape);
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      const std::optional<std::string> name = evaluate(file_, parts[i], scope_).as_text();
      if (!name) return std::nullopt;
      const Expression& type = file_.expression(parts[i + 1]);
      const bool optional = type.kind == ExpressionKind::call && type.text == "optional";
      const Value* given = value.find(*name);
      if ((given == nullptr || given->is(Kind::null)) && optional) {
        const auto arguments = file_.children(type);
        Value fallback = arguments.size() > 1 ? evaluate(file_, arguments[1], scope_) : Value::null();
        members.push_back({*name, file_.span(type), convert(fallback, arguments[0]).value_or(fallback)});
        continue;
      }
      if (given == nullptr) return std::nullopt;
      std::optional<Value> converted = convert(*given, parts[i + 1]);
      if (!converted) return std::nullopt;
      members.push_back({*name, given->origin().span(), std::move(*converted)});
    }
    return Value::map(std::move(members), value.origin());
  }

  const hcl::File& file_;
  const Scope& scope_;
};

}  // namespace

std::optional<Value> convert_to_type(const Value& value, const hcl::File& file, ExpressionId type,
                                     const Scope& scope) {
  return Converter(file, scope).convert(value, type);
}

value::ValueType value_type(const hcl::File& file, ExpressionId type) {
  const std::string_view name = file.expression(type).text;
  if (name == "string") return value::ValueType::string;
  if (name == "number") return value::ValueType::number;
  if (name == "bool") return value::ValueType::boolean;
  if (name == "list" || name == "set" || name == "tuple") return value::ValueType::list;
  if (name == "map" || name == "object") return value::ValueType::map;
  return value::ValueType::any;
}

}  // namespace rootproof::terraform
