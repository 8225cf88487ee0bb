// Functions on sets.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/type.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::Value;
using Kind = value::Value::Kind;

using Items = std::vector<Value>;

/// The arguments as sets of elements of one type; nullopt when they have none in common.
std::optional<std::vector<Value>> with_common_type(const Call& call) {
  std::vector<Type> types;
  for (const Value& argument : call.arguments) types.push_back(type_of(argument));
  const std::optional<Type> common = unify(types);
  if (!common) return std::nullopt;
  std::vector<Type> elements;
  for (const Type& type : types) elements.insert(elements.end(), type.parts.begin(), type.parts.end());
  if (!have_element_type(elements, true)) return std::nullopt;
  std::vector<Value> sets;
  for (const Value& argument : call.arguments) {
    std::optional<Value> converted = convert(argument, *common);
    if (!converted) return std::nullopt;
    sets.push_back(std::move(*converted));
  }
  return sets;
}

/// Elements of one type are the same exactly when their JSON is.
std::string identity(const Value& item) { return json_text(item).as_string().value_or(""); }

std::unordered_set<std::string> identities(const Value& set) {
  std::unordered_set<std::string> result;
  for (const Value& item : set.items()) result.insert(identity(item));
  return result;
}

/// Keeps the elements of the first set for which `keep(is in the next)` holds, set after set.
Value filtered(const Call& call, bool keep_if_in_next) {
  const std::optional<std::vector<Value>> sets = with_common_type(call);
  if (!sets) return call.invalid("the sets have no element type in common");
  Items current(sets->front().items().begin(), sets->front().items().end());
  for (std::size_t i = 1; i < sets->size(); ++i) {
    const std::unordered_set<std::string> next = identities((*sets)[i]);
    std::erase_if(current,
                  [&](const Value& item) { return next.contains(identity(item)) != keep_if_in_next; });
  }
  return typed_like(make_set(std::move(current), call.origin()), sets->front());
}

Value setintersection(const Call& call) { return filtered(call, true); }
Value setsubtract(const Call& call) { return filtered(call, false); }

Value setunion(const Call& call) {
  const auto not_known = std::find_if(call.arguments.begin(), call.arguments.end(),
                                      [](const Value& argument) { return !argument.fully_known(); });
  if (not_known != call.arguments.end()) {
    Items known;
    for (const Value& argument : call.arguments) {
      const std::span<const Value> items = value::known_part(argument);
      known.insert(known.end(), items.begin(), items.end());
    }
    return Value::open_list(std::move(known), call.unknown_because(*not_known).reason(), call.origin());
  }
  const std::optional<std::vector<Value>> sets = with_common_type(call);
  if (!sets) return call.invalid("the sets have no element type in common");
  Items all;
  for (const Value& set : *sets) all.insert(all.end(), set.items().begin(), set.items().end());
  return typed_like(make_set(std::move(all), call.origin()), sets->front());
}

/// Every combination, as tuples; a set when one of the arguments is a set.
Value setproduct(const Call& call) {
  if (call.arguments.size() < 2) return call.invalid("at least two arguments are needed");
  std::vector<Items> rows{{}};
  Type row_type{Type::Kind::tuple, {}, {}};
  bool ordered = true;
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::unknown)) return call.unknown_because(argument, value::ValueType::list);
    if (!argument.is(Kind::list) || argument.is_encoded())
      return call.invalid("an argument is no list or set");
    if (argument.list_kind() == ListKind::set && !argument.fully_known())
      return call.unknown_because(argument, value::ValueType::list);
    ordered = ordered && argument.list_kind() != ListKind::set;
    const std::optional<Value> items = argument.list_kind() == ListKind::set
                                           ? argument
                                           : convert(argument, Type::list({Type::Kind::dynamic, {}, {}}));
    if (!items) return call.invalid("the elements of an argument have no type in common");
    if (rows.size() * items->items().size() > limits::kInstances) return call.too_large("kInstances");
    row_type.parts.push_back(type_of(*items).parts[0]);
    std::vector<Items> longer;
    for (const Items& row : rows) {
      for (const Value& item : items->items()) {
        longer.push_back(row);
        longer.back().push_back(item);
      }
    }
    rows = std::move(longer);
  }
  Items result;
  for (Items& row : rows) result.push_back(call.list(std::move(row)));
  return ordered ? typed(call.list(std::move(result), ListKind::list), Type::list(std::move(row_type)))
                 : typed(make_set(std::move(result), call.origin()), Type::set(std::move(row_type)));
}

constexpr std::array kSetFunctions = {
    FunctionEntry{"setintersection", "SS*>l", setintersection},
    FunctionEntry{"setproduct", "a*>l", setproduct, Unknowns::parts},
    FunctionEntry{"setsubtract", "SS>l", setsubtract},
    FunctionEntry{"setunion", "SS*>l", setunion, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> set_functions() { return kSetFunctions; }

}  // namespace rootproof::terraform
