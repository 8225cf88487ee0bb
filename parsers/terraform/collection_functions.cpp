// Functions on lists, sets and maps.
#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/operators.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::MapKind;
using value::Member;
using value::ReasonKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

using Items = std::vector<Value>;

Items items_of(const Value& list) { return {list.items().begin(), list.items().end()}; }

/// What to answer when an argument is no list.
Value no_list(const Call& call, const Value& argument) {
  return argument.is(Kind::unknown) ? argument : call.invalid("the argument is no list");
}

Value list_of(const Call& call, Items items, ListKind kind = ListKind::tuple) {
  if (items.size() > limits::kAliasExpansion)
    return Value::unknown({ReasonKind::limit, "kAliasExpansion", call.context.call});
  return Value::list(std::move(items), call.origin(), kind);
}

/// The first item that is not wholly known, where the result depends on all of them.
const Value* not_known(std::span<const Value> items) {
  const auto found =
      std::find_if(items.begin(), items.end(), [](const Value& item) { return !item.fully_known(); });
  return found == items.end() ? nullptr : &*found;
}

bool contains_item(std::span<const Value> items, const Value& item) {
  return std::any_of(items.begin(), items.end(),
                     [&](const Value& other) { return other.same_content(item); });
}

Items without_repetition(std::span<const Value> items) {
  Items result;
  for (const Value& item : items) {
    if (!contains_item(result, item)) result.push_back(item);
  }
  return result;
}

Value length(const Call& call) {
  const Value& argument = call.arguments[0];
  switch (argument.kind()) {
    case Kind::list:
      if (argument.list_kind() == ListKind::set && !argument.fully_known())
        return call.unknown_because(argument, ValueType::number);
      return Value::number(static_cast<std::int64_t>(argument.items().size()), call.origin());
    case Kind::map:
      return Value::number(static_cast<std::int64_t>(argument.members().size()), call.origin());
    case Kind::string: {
      const std::optional<std::string> text = known_text(argument);
      if (!text) return call.unknown_because(argument, ValueType::number);
      if (std::any_of(text->begin(), text->end(),
                      [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return call.unsupported("of text beyond ASCII");
      }
      return Value::number(static_cast<std::int64_t>(text->size()), call.origin());
    }
    case Kind::unknown:
      return Value::unknown(argument.reason(), ValueType::number);
    default:
      return call.invalid("the argument has no length");
  }
}

Value concat(const Call& call) {
  Items items;
  for (const Value& argument : call.arguments) {
    if (!argument.is(Kind::list)) return no_list(call, argument);
    items.insert(items.end(), argument.items().begin(), argument.items().end());
  }
  return list_of(call, std::move(items));
}

Value merge(const Call& call) {
  std::vector<Member> members;
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::null)) continue;
    if (argument.is(Kind::unknown)) return argument;
    if (!argument.is(Kind::map)) return call.invalid("an argument is no map");
    for (const Member& member : argument.members()) {
      const auto existing = std::find_if(members.begin(), members.end(),
                                         [&](const Member& other) { return other.key == member.key; });
      if (existing == members.end()) {
        members.push_back(member);
      } else {
        *existing = member;
      }
    }
  }
  return Value::map(std::move(members), call.origin());
}

std::vector<const Member*> sorted_members(const Value& map) {
  std::vector<const Member*> members;
  for (const Member& member : map.members()) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
  return members;
}

Value no_map(const Call& call, const Value& argument) {
  return argument.is(Kind::unknown) ? argument : call.invalid("the argument is no map");
}

Value keys(const Call& call) {
  if (!call.arguments[0].is(Kind::map)) return no_map(call, call.arguments[0]);
  Items items;
  for (const Member* member : sorted_members(call.arguments[0])) {
    items.push_back(Value::string(
        member->key, value::Origin({value::OriginKind::literal, member->key_span, {}}), member->key_span));
  }
  return list_of(call, std::move(items));
}

Value values(const Call& call) {
  if (!call.arguments[0].is(Kind::map)) return no_map(call, call.arguments[0]);
  Items items;
  for (const Member* member : sorted_members(call.arguments[0])) items.push_back(member->value);
  return list_of(call, std::move(items));
}

Value lookup(const Call& call) {
  const Value& map = call.arguments[0];
  if (!map.is(Kind::map)) return no_map(call, map);
  const std::optional<std::string> key = known_text(call.arguments[1]);
  if (!key) return call.unknown_because(call.arguments[1]);
  if (const Value* found = map.find(*key)) return *found;
  return call.arguments.size() > 2 ? call.arguments[2] : call.invalid("there is no element \"" + *key + "\"");
}

Value contains(const Call& call) {
  const Value& list = call.arguments[0];
  if (!list.is(Kind::list)) return no_list(call, list);
  if (!call.arguments[1].fully_known()) return call.unknown_because(call.arguments[1], ValueType::boolean);
  if (contains_item(list.items(), call.arguments[1])) return Value::boolean(true, call.origin());
  if (const Value* open = not_known(list.items())) return call.unknown_because(*open, ValueType::boolean);
  return Value::boolean(false, call.origin());
}

/// A whole number of an argument; nullopt when it is none or not known.
std::optional<std::int64_t> whole_number(const Value& value) {
  const std::optional<Value> number = to_number_value(value);
  if (!number || !number->is(Kind::number) || number->as_number().size() > 15 ||
      number->as_number().find('.') != std::string::npos)
    return std::nullopt;
  return std::stoll(number->as_number());
}

Value element(const Call& call) {
  const Value& list = call.arguments[0];
  if (!list.is(Kind::list)) return no_list(call, list);
  const std::optional<std::int64_t> index = whole_number(call.arguments[1]);
  if (!index) return call.unknown_because(call.arguments[1]);
  if (list.items().empty() || *index < 0) return call.invalid("no such element");
  return list.items()[static_cast<std::size_t>(*index) % list.items().size()];
}

Value index(const Call& call) {
  const Value& list = call.arguments[0];
  if (!list.is(Kind::list)) return no_list(call, list);
  if (const Value* open = not_known(list.items())) return call.unknown_because(*open, ValueType::number);
  if (!call.arguments[1].fully_known()) return call.unknown_because(call.arguments[1], ValueType::number);
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    if (list.items()[i].same_content(call.arguments[1]))
      return Value::number(static_cast<std::int64_t>(i), call.origin());
  }
  return call.invalid("the value is not in the list");
}

void flatten_into(const Value& value, Items& items, unsigned depth) {
  if (!value.is(Kind::list) || depth > limits::kSyntaxDepth) {
    items.push_back(value);
    return;
  }
  for (const Value& item : value.items()) flatten_into(item, items, depth + 1);
}

Value flatten(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  Items items;
  flatten_into(call.arguments[0], items, 0);
  const auto hidden = std::find_if(items.begin(), items.end(), [](const Value& item) {
    return item.is(Kind::unknown) && item.unknown_type() == ValueType::any;
  });
  // An unknown may itself be a list: how many elements there are is not known then.
  if (hidden != items.end()) return Value::unknown(hidden->reason(), ValueType::list);
  return list_of(call, std::move(items));
}

Value distinct(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  if (const Value* open = not_known(call.arguments[0].items()))
    return call.unknown_because(*open, ValueType::list);
  return list_of(call, without_repetition(call.arguments[0].items()), ListKind::list);
}

Value compact(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  Items items;
  for (const Value& item : call.arguments[0].items()) {
    if (item.is(Kind::unknown) || item.is(Kind::one_of)) return call.unknown_because(item, ValueType::list);
    if (!item.is(Kind::null) && known_text(item) != "") items.push_back(item);
  }
  return list_of(call, std::move(items), ListKind::list);
}

Value sort(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  Items items = items_of(call.arguments[0]);
  for (const Value& item : items) {
    if (!known_text(item)) return call.unknown_because(item, ValueType::list);
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Value& a, const Value& b) { return *known_text(a) < *known_text(b); });
  return list_of(call, std::move(items), ListKind::list);
}

Value reverse(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  Items items = items_of(call.arguments[0]);
  std::reverse(items.begin(), items.end());
  return list_of(call, std::move(items));
}

Value slice(const Call& call) {
  const Value& list = call.arguments[0];
  if (!list.is(Kind::list)) return no_list(call, list);
  const std::optional<std::int64_t> from = whole_number(call.arguments[1]);
  const std::optional<std::int64_t> to = whole_number(call.arguments[2]);
  if (!from) return call.unknown_because(call.arguments[1]);
  if (!to) return call.unknown_because(call.arguments[2]);
  if (*from < 0 || *from > *to || *to > static_cast<std::int64_t>(list.items().size()))
    return call.invalid("the range is outside the list");
  return list_of(call, {list.items().begin() + *from, list.items().begin() + *to});
}

Value chunklist(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  const std::optional<std::int64_t> size = whole_number(call.arguments[1]);
  if (!size || *size <= 0) return call.unknown_because(call.arguments[1]);
  Items chunks;
  Items chunk;
  for (const Value& item : call.arguments[0].items()) {
    chunk.push_back(item);
    if (chunk.size() == static_cast<std::size_t>(*size))
      chunks.push_back(list_of(call, std::exchange(chunk, {})));
  }
  if (!chunk.empty()) chunks.push_back(list_of(call, std::move(chunk)));
  return list_of(call, std::move(chunks));
}

Value zipmap(const Call& call) {
  const Value& names = call.arguments[0];
  const Value& items = call.arguments[1];
  if (!names.is(Kind::list)) return no_list(call, names);
  if (!items.is(Kind::list)) return no_list(call, items);
  if (names.items().size() != items.items().size()) return call.invalid("keys and values differ in number");
  std::vector<Member> members;
  for (std::size_t i = 0; i < names.items().size(); ++i) {
    const std::optional<std::string> key = known_text(names.items()[i]);
    if (!key) return call.unknown_because(names.items()[i], ValueType::map);
    std::erase_if(members, [&](const Member& member) { return member.key == *key; });
    members.push_back({*key, names.items()[i].origin().span(), items.items()[i]});
  }
  return Value::map(std::move(members), call.origin());
}

Value coalesce(const Call& call) {
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::unknown)) return argument;
    if (!argument.is(Kind::null) && known_text(argument) != "") return argument;
  }
  return call.invalid("all arguments are null or empty");
}

Value coalescelist(const Call& call) {
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::unknown)) return argument;
    if (argument.is(Kind::list) && !argument.items().empty()) return argument;
  }
  return call.invalid("all lists are empty");
}

Value one(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  const std::span<const Value> items = call.arguments[0].items();
  if (items.size() > 1) return call.invalid("the list has more than one element");
  return items.empty() ? Value::null(call.origin()) : items.front();
}

Value range(const Call& call) {
  std::array<std::int64_t, 3> numbers{0, 0, 1};
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const std::optional<std::int64_t> number = whole_number(call.arguments[i]);
    if (!number) return call.unknown_because(call.arguments[i], ValueType::list);
    numbers[call.arguments.size() == 1 ? 1 : i] = *number;
  }
  auto [from, to, step] = numbers;
  if (call.arguments.size() < 3 && to < from) step = -1;
  if (step == 0) return call.invalid("the step is zero");
  constexpr std::size_t kMostElements = 1024;  // Terraform's own limit
  Items items;
  for (std::int64_t i = from; step > 0 ? i < to : i > to; i += step) {
    if (items.size() == kMostElements) return call.invalid("more than 1024 elements");
    items.push_back(Value::number(i, call.origin()));
  }
  return list_of(call, std::move(items), ListKind::list);
}

Value set_operation(const Call& call, bool (*keep)(bool in_first, bool in_second)) {
  Items all;
  for (const Value& argument : call.arguments) {
    if (!argument.is(Kind::list)) return no_list(call, argument);
    if (const Value* open = not_known(argument.items())) return call.unknown_because(*open, ValueType::list);
    all.insert(all.end(), argument.items().begin(), argument.items().end());
  }
  Items current = without_repetition(call.arguments[0].items());
  for (const Value& next : call.arguments.subspan(1)) {
    Items result;
    for (const Value& item : without_repetition(all)) {
      if (keep(contains_item(current, item), contains_item(next.items(), item))) result.push_back(item);
    }
    current = std::move(result);
  }
  std::stable_sort(current.begin(), current.end(),
                   [](const Value& a, const Value& b) { return known_text(a) < known_text(b); });
  return list_of(call, std::move(current), ListKind::set);
}

Value setunion(const Call& call) {
  return set_operation(call, [](bool a, bool b) { return a || b; });
}
Value setintersection(const Call& call) {
  return set_operation(call, [](bool a, bool b) { return a && b; });
}
Value setsubtract(const Call& call) {
  return set_operation(call, [](bool a, bool b) { return a && !b; });
}

Value setproduct(const Call& call) {
  std::vector<Items> rows{{}};
  for (const Value& argument : call.arguments) {
    if (!argument.is(Kind::list)) return no_list(call, argument);
    std::vector<Items> longer;
    if (rows.size() * argument.items().size() > limits::kInstances)
      return Value::unknown({ReasonKind::limit, "kInstances", call.context.call});
    for (const Items& row : rows) {
      for (const Value& item : argument.items()) {
        longer.push_back(row);
        longer.back().push_back(item);
      }
    }
    rows = std::move(longer);
  }
  Items result;
  for (Items& row : rows) result.push_back(list_of(call, std::move(row)));
  return list_of(call, std::move(result));
}

/// alltrue and anytrue: `decides` ends the search.
Value all_or_any(const Call& call, bool decides) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  const Value* open = nullptr;
  for (const Value& item : call.arguments[0].items()) {
    const std::optional<Value> truth = to_bool_value(item);
    if (!truth) return call.invalid("an element is neither true nor false");
    if (truth->is(Kind::null) && !decides) return Value::boolean(false, call.origin());
    if (truth->is(Kind::boolean) && truth->as_boolean() == decides)
      return Value::boolean(decides, call.origin());
    if (!truth->is(Kind::boolean) && !truth->is(Kind::null)) open = &item;
  }
  return open != nullptr ? call.unknown_because(*open, ValueType::boolean)
                         : Value::boolean(!decides, call.origin());
}

Value alltrue(const Call& call) { return all_or_any(call, false); }
Value anytrue(const Call& call) { return all_or_any(call, true); }

Value sum(const Call& call) {
  if (!call.arguments[0].is(Kind::list)) return no_list(call, call.arguments[0]);
  if (call.arguments[0].items().empty()) return call.invalid("the list is empty");
  Value total = Value::number(std::int64_t{0}, call.origin());
  for (const Value& item : call.arguments[0].items())
    total = apply_binary(hcl::Operator::add, total, item, call.context.call);
  return total;
}

/// The smallest or largest of the arguments.
Value extreme(const Call& call, int wanted) {
  std::optional<std::string> best;
  for (const Value& argument : call.arguments) {
    const std::optional<Value> number = to_number_value(argument);
    if (!number || !number->is(Kind::number)) return call.unknown_because(argument, ValueType::number);
    const std::optional<int> order =
        best ? compare_numbers(number->as_number(), *best) : std::optional(wanted);
    if (!order)
      return Value::unknown({ReasonKind::limit, "number of more than 37 digits", call.context.call});
    if (*order == wanted) best = number->as_number();
  }
  return Value::number(*best, call.origin());
}

Value min(const Call& call) { return extreme(call, -1); }
Value max(const Call& call) { return extreme(call, 1); }

constexpr std::array kFunctions = {
    FunctionEntry{"alltrue", 1, 1, alltrue},
    FunctionEntry{"anytrue", 1, 1, anytrue},
    FunctionEntry{"chunklist", 2, 2, chunklist},
    FunctionEntry{"coalesce", 1, kAnyNumber, coalesce},
    FunctionEntry{"coalescelist", 1, kAnyNumber, coalescelist},
    FunctionEntry{"compact", 1, 1, compact},
    FunctionEntry{"concat", 0, kAnyNumber, concat},
    FunctionEntry{"contains", 2, 2, contains},
    FunctionEntry{"distinct", 1, 1, distinct},
    FunctionEntry{"element", 2, 2, element},
    FunctionEntry{"flatten", 1, 1, flatten},
    FunctionEntry{"index", 2, 2, index},
    FunctionEntry{"keys", 1, 1, keys},
    FunctionEntry{"length", 1, 1, length},
    FunctionEntry{"lookup", 2, 3, lookup},
    FunctionEntry{"max", 1, kAnyNumber, max},
    FunctionEntry{"merge", 0, kAnyNumber, merge},
    FunctionEntry{"min", 1, kAnyNumber, min},
    FunctionEntry{"one", 1, 1, one},
    FunctionEntry{"range", 1, 3, range},
    FunctionEntry{"reverse", 1, 1, reverse},
    FunctionEntry{"setintersection", 1, kAnyNumber, setintersection},
    FunctionEntry{"setproduct", 1, kAnyNumber, setproduct},
    FunctionEntry{"setsubtract", 2, 2, setsubtract},
    FunctionEntry{"setunion", 1, kAnyNumber, setunion},
    FunctionEntry{"slice", 3, 3, slice},
    FunctionEntry{"sort", 1, 1, sort},
    FunctionEntry{"sum", 1, 1, sum},
    FunctionEntry{"values", 1, 1, values},
    FunctionEntry{"zipmap", 2, 2, zipmap},
};

}  // namespace

std::span<const FunctionEntry> collection_functions() { return kFunctions; }

}  // namespace rootproof::terraform
