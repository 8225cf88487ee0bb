#include "parsers/terraform/type_constraint.h"

#include <map>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {
namespace {

using hcl::Expression;
using hcl::ExpressionId;
using hcl::ExpressionKind;
using value::Member;
using value::Value;
using Kind = value::Value::Kind;

/// The type that a constraint describes; `optional(T)` counts as T.
Type constraint_type(const hcl::File& file, ExpressionId id, unsigned depth) {
  const Expression& expression = file.expression(id);
  if (depth > limits::kSyntaxDepth) return {};
  if (expression.kind == ExpressionKind::variable) {
    if (expression.text == "string") return {Type::Kind::string, {}, {}};
    if (expression.text == "number") return {Type::Kind::number, {}, {}};
    if (expression.text == "bool") return {Type::Kind::boolean, {}, {}};
    // `list` and `map` without element type are list(any) and map(any).
    const Type whichever{Type::Kind::dynamic, {}, {}};
    if (expression.text == "list") return Type::list(whichever);
    if (expression.text == "map") return Type::map(whichever);
    return expression.text == "any" ? whichever : Type{};
  }
  if (expression.kind != ExpressionKind::call || file.children(expression).empty()) return {};
  const ExpressionId inner = file.children(expression)[0];
  if (expression.text == "list") return Type::list(constraint_type(file, inner, depth + 1));
  if (expression.text == "set") return Type::set(constraint_type(file, inner, depth + 1));
  if (expression.text == "map") return Type::map(constraint_type(file, inner, depth + 1));
  if (expression.text == "optional") return constraint_type(file, inner, depth + 1);
  if (expression.text == "tuple") {
    Type tuple{Type::Kind::tuple, {}, {}};
    for (const ExpressionId item : file.children(file.expression(inner)))
      tuple.parts.push_back(constraint_type(file, item, depth + 1));
    return tuple;
  }
  if (expression.text != "object") return {};
  std::map<std::string, Type> attributes;
  const auto parts = file.children(file.expression(inner));
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    attributes.insert_or_assign(std::string(file.expression(parts[i]).text),
                                constraint_type(file, parts[i + 1], depth + 1));
  }
  Type object{Type::Kind::object, {}, {}};
  for (auto& [name, type] : attributes) {
    object.names.push_back(name);
    object.parts.push_back(std::move(type));
  }
  return object;
}

/// The type of a null, or of a collection without parts, with the optional() attributes that objects of it
/// lack: Terraform converts it as if they were null.
Type with_optional_attributes(Type from, const hcl::File& file, ExpressionId constraint) {
  const Expression& expression = file.expression(constraint);
  if (expression.kind != ExpressionKind::call || file.children(expression).empty()) return from;
  const ExpressionId inner = file.children(expression)[0];
  if (expression.text == "optional") return with_optional_attributes(std::move(from), file, inner);
  const bool collection = from.is(Type::Kind::list) || from.is(Type::Kind::set) || from.is(Type::Kind::map);
  if (collection && expression.text != "object" && expression.text != "tuple") {
    from.parts[0] = with_optional_attributes(std::move(from.parts[0]), file, inner);
    return from;
  }
  if (!from.is(Type::Kind::object) || expression.text != "object") return from;
  std::map<std::string, Type> attributes;
  for (std::size_t i = 0; i < from.names.size(); ++i) attributes.emplace(from.names[i], from.parts[i]);
  const auto parts = file.children(file.expression(inner));
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    const std::string name(file.expression(parts[i]).text);
    const Expression& type = file.expression(parts[i + 1]);
    const auto known = attributes.find(name);
    if (known != attributes.end())
      known->second = with_optional_attributes(std::move(known->second), file, parts[i + 1]);
    else if (type.kind == ExpressionKind::call && type.text == "optional")
      attributes.emplace(name, constraint_type(file, parts[i + 1], 0));
  }
  Type wider{Type::Kind::object, {}, {}};
  for (auto& [name, type] : attributes) {
    wider.names.push_back(name);
    wider.parts.push_back(std::move(type));
  }
  return wider;
}

/// Fills in the defaults of optional() attributes, before the conversion (Terraform's typeexpr Defaults).
class Defaults {
 public:
  Defaults(const hcl::File& file, const Scope& scope) : file_(file), scope_(scope) {}

  Value apply(const Value& value, ExpressionId type) {
    const Expression& expression = file_.expression(type);
    if (expression.kind != ExpressionKind::call || file_.children(expression).empty()) return value;
    if (++parts_ > limits::kValueParts)
      return Value::unknown({value::ReasonKind::limit, "kValueParts", value.origin().span()});
    const ExpressionId inner = file_.children(expression)[0];
    if (value.is(Kind::one_of)) {
      std::vector<value::Alternative> results;
      for (const value::Alternative& each : value.alternatives())
        results.push_back({each.guard, apply(each.value, type)});
      return Value::one_of(std::move(results), value.origin());
    }
    if (expression.text == "optional") return apply(value, inner);
    if (expression.text == "object" && !value.is(Kind::null)) return object(value, inner);
    if (value.is_encoded()) return value;
    if (const auto given = value.given_type())
      return typed(value, with_optional_attributes(*given, file_, type));
    if (value.is(Kind::list) && (expression.text == "list" || expression.text == "set")) {
      std::vector<Value> items;
      for (const Value& item : value.items()) items.push_back(apply(item, inner));
      return Value::list(std::move(items), value.origin(), value.list_kind());
    }
    if (value.is(Kind::list) && expression.text == "tuple") {
      const auto types = file_.children(file_.expression(inner));
      std::vector<Value> items(value.items().begin(), value.items().end());
      for (std::size_t i = 0; i < items.size() && i < types.size(); ++i) items[i] = apply(items[i], types[i]);
      return Value::list(std::move(items), value.origin(), value.list_kind());
    }
    if (value.is(Kind::map) && expression.text == "map") {
      std::vector<Member> members;
      for (const Member& member : value.members())
        members.push_back({member.key, member.key_span, apply(member.value, inner)});
      return Value::map(std::move(members), value.origin(), value.map_kind());
    }
    return value;
  }

 private:
  Value object(const Value& value, ExpressionId attributes) {
    if (!value.is(Kind::map) || value.is_encoded()) return value;
    std::vector<Member> members;
    const auto parts = file_.children(file_.expression(attributes));
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      const std::string name(file_.expression(parts[i]).text);
      const Expression& type = file_.expression(parts[i + 1]);
      const Value* given = value.find(name);
      const bool optional = type.kind == ExpressionKind::call && type.text == "optional";
      const auto arguments = file_.children(type);
      if (optional && !arguments.empty() &&
          (given == nullptr || (given->is(Kind::null) && arguments.size() > 1))) {
        const Value fallback = arguments.size() > 1 ? evaluate(file_, arguments[1], scope_) : Value::null();
        members.push_back({name, file_.span(type), apply(fallback, arguments[0])});
      } else if (given != nullptr) {
        members.push_back({name, given->origin().span(), apply(*given, parts[i + 1])});
      }
    }
    return Value::map(std::move(members), value.origin());
  }

  const hcl::File& file_;
  const Scope& scope_;
  std::size_t parts_ = 0;
};

}  // namespace

std::optional<Value> convert_to_type(const Value& value, const hcl::File& file, ExpressionId type,
                                     const Scope& scope) {
  return convert(Defaults(file, scope).apply(value, type), constraint_type(file, type, 0));
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
