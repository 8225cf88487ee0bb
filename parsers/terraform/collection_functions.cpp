// Functions on lists and maps.
#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <unordered_set>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/member_list.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/operators.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/unicode_text.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::MapKind;
using value::Member;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

using Items = std::vector<Value>;

bool is_sequence(const Value& value) { return value.is(Kind::list) && !value.is_encoded(); }
bool is_list_or_tuple(const Value& value) { return is_sequence(value) && value.list_kind() != ListKind::set; }
bool is_map(const Value& value) { return value.is(Kind::map) && !value.is_encoded(); }

const Type kText{Type::Kind::string, {}, {}};

Items items_of(const Value& list) { return {list.items().begin(), list.items().end()}; }

/// What to answer when an argument is not the collection it must be.
Value wrong_kind(const Call& call, const Value& argument, ValueType result = ValueType::any) {
  return argument.is(Kind::unknown) ? call.unknown_because(argument, result)
                                    : call.invalid("an argument is no collection of the right kind");
}

/// The first item that is not wholly known, where the result depends on all of them.
const Value* not_known(std::span<const Value> items) {
  const auto found =
      std::find_if(items.begin(), items.end(), [](const Value& item) { return !item.fully_known(); });
  return found == items.end() ? nullptr : &*found;
}

Value length(const Call& call) {
  const Value& argument = call.arguments[0];
  if (argument.is_encoded() || argument.is(Kind::string)) {
    const std::optional<std::string> text = known_text(argument);
    if (!text) return call.unknown_because(argument, ValueType::number);
    return call.number(static_cast<std::int64_t>(grapheme_clusters(*text).size()));
  }
  if (argument.is(Kind::list)) {
    if (argument.list_kind() == ListKind::set && !argument.fully_known())
      return call.unknown_because(argument, ValueType::number);
    return call.number(static_cast<std::int64_t>(argument.items().size()));
  }
  if (argument.is(Kind::map)) return call.number(static_cast<std::int64_t>(argument.members().size()));
  return wrong_kind(call, argument, ValueType::number);
}

/// True for what is no list as far as it is known, but may turn out to be one.
bool may_be_list(const Value& item) {
  if (item.is(Kind::one_of)) {
    return std::any_of(
        item.alternatives().begin(), item.alternatives().end(),
        [](const value::Alternative& each) { return each.value.is(Kind::list) || may_be_list(each.value); });
  }
  return item.is(Kind::unknown) && item.unknown_type() != ValueType::string &&
         item.unknown_type() != ValueType::number && item.unknown_type() != ValueType::boolean &&
         item.unknown_type() != ValueType::map;
}

/// What is surely in a list made of lists, some of which are not known.
Value open_list(const Call& call, std::span<const Value> lists) {
  Items known;
  std::optional<value::Reason> open;
  for (const Value& list : lists) {
    const std::span<const Value> items = value::known_part(list);
    if (known.size() + items.size() > limits::kAliasExpansion) return call.too_large("kAliasExpansion");
    known.insert(known.end(), items.begin(), items.end());
    if (!open && !list.is(Kind::list)) open = call.unknown_because(list).reason();
  }
  return Value::open_list(std::move(known), *open, call.origin());
}

/// Lists of elements with a common type give a list of it, anything else a tuple.
Value concat(const Call& call) {
  if (call.arguments.empty()) return call.invalid("at least one list is needed");
  const auto is_unknown = [](const Value& argument) { return argument.is(Kind::unknown); };
  const bool all_may_be_lists =
      std::all_of(call.arguments.begin(), call.arguments.end(), [&](const Value& argument) {
        return is_unknown(argument) ? may_be_list(argument) : is_list_or_tuple(argument);
      });
  if (all_may_be_lists && std::any_of(call.arguments.begin(), call.arguments.end(), is_unknown))
    return open_list(call, call.arguments);
  Items items;
  std::vector<Type> elements;
  for (const Value& argument : call.arguments) {
    if (!is_list_or_tuple(argument)) return wrong_kind(call, argument, ValueType::list);
    items.insert(items.end(), argument.items().begin(), argument.items().end());
    if (argument.list_kind() == ListKind::list) elements.push_back(type_of(argument).parts[0]);
  }
  const std::optional<Type> element = unify(elements);
  if (elements.size() != call.arguments.size() || !element) return call.list(std::move(items));
  if (!have_element_type(elements, true)) return call.invalid("the lists have no element type in common");
  const Value joined = call.list(std::move(items), ListKind::list);
  return convert(joined, Type::list(*element)).value_or(joined);
}

/// Maps of one type give a map, anything else an object.
Value merge(const Call& call) {
  MemberList members;
  std::optional<Type> common;
  bool all_maps = true;
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::null)) {
      const Type type = type_of(argument);
      if (type.is(Type::Kind::dynamic) || type.is(Type::Kind::map) || type.is(Type::Kind::object)) continue;
    }
    if (!is_map(argument)) return wrong_kind(call, argument, ValueType::map);
    const Type type = type_of(argument);
    all_maps = all_maps && argument.map_kind() == MapKind::map && (!common || *common == type);
    common = type;
    for (const Member& member : argument.members()) members.put(member);
  }
  const Value merged = Value::map(std::move(members).take(), call.origin(),
                                  all_maps && common ? MapKind::map : MapKind::object);
  return all_maps && common && common->is(Type::Kind::map) ? typed(merged, *common) : merged;
}

std::vector<const Member*> sorted_members(const Value& map) {
  std::vector<const Member*> members;
  for (const Member& member : map.members()) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
  return members;
}

ListKind kind_of_content(const Value& map) {
  return map.map_kind() == MapKind::map ? ListKind::list : ListKind::tuple;
}

Value keys(const Call& call) {
  if (!is_map(call.arguments[0])) return wrong_kind(call, call.arguments[0], ValueType::list);
  Items items;
  for (const Member* member : sorted_members(call.arguments[0])) {
    items.push_back(Value::string(
        member->key, value::Origin({value::OriginKind::literal, member->key_span, {}}), member->key_span));
  }
  return typed(call.list(std::move(items), kind_of_content(call.arguments[0])), Type::list(kText));
}

Value values(const Call& call) {
  if (!is_map(call.arguments[0])) return wrong_kind(call, call.arguments[0], ValueType::list);
  Items items;
  for (const Member* member : sorted_members(call.arguments[0])) items.push_back(member->value);
  const ListKind kind = kind_of_content(call.arguments[0]);
  if (!items.empty() || kind == ListKind::tuple) return call.list(std::move(items), kind);
  return typed(call.list({}, kind), Type::list(type_of(call.arguments[0]).parts[0]));
}

Value lookup(const Call& call) {
  const Value& map = call.arguments[0];
  if (call.arguments.size() > 3) return call.invalid("wrong number of arguments");
  const std::optional<std::string> key = known_text(call.arguments[1]);
  if (is_open(map) && key && call.arguments.size() == 3)
    return either(call.unknown_because(map), call.arguments[2],
                  map.reason().detail + " has an element \"" + *key + "\"", call.context.call);
  if (!is_map(map)) return wrong_kind(call, map);
  if (!key) return call.unknown_because(call.arguments[1]);
  const Value* found = map.find(*key);
  if (call.arguments.size() < 3)
    return found != nullptr ? *found : call.invalid("there is no element \"" + *key + "\"");
  if (map.map_kind() != MapKind::map) return found != nullptr ? *found : call.arguments[2];
  const std::optional<Value> otherwise = convert(call.arguments[2], type_of(map).parts[0]);
  if (!otherwise) return call.invalid("the default has another type than the elements");
  return found != nullptr ? *found : *otherwise;
}

Value contains(const Call& call) {
  const Value& list = call.arguments[0];
  // What is no text may become one in a list that turns out to be of texts.
  for (const Value& item : list.known_items()) {
    if (item.is(Kind::string) && equal(item, call.arguments[1]) == true) return call.boolean(true);
  }
  if (!is_sequence(list)) return wrong_kind(call, list, ValueType::boolean);
  const Value* open = nullptr;
  for (const Value& item : list.items()) {
    const std::optional<bool> same = equal(item, call.arguments[1]);
    if (same == true) return call.boolean(true);
    if (!same && open == nullptr) open = item.fully_known() ? &call.arguments[1] : &item;
  }
  return open != nullptr ? call.unknown_because(*open, ValueType::boolean) : call.boolean(false);
}

Value element(const Call& call) {
  const Value& list = call.arguments[0];
  if (!is_list_or_tuple(list)) return wrong_kind(call, list);
  if (!call.arguments[1].is(Kind::number)) return call.unknown_because(call.arguments[1]);
  const std::optional<std::int64_t> index = call.whole_argument(1);
  if (!index || list.items().empty()) return call.invalid("no such element");
  const auto size = static_cast<std::int64_t>(list.items().size());
  const std::int64_t place = *index % size;
  // Counted from the end, which Terraform 1.11 can do with lists and fails at with tuples.
  if (place < 0 && list.list_kind() == ListKind::tuple) return call.invalid("no such element");
  return list.items()[static_cast<std::size_t>(place < 0 ? place + size : place)];
}

Value index(const Call& call) {
  const Value& list = call.arguments[0];
  if (!is_list_or_tuple(list)) return wrong_kind(call, list, ValueType::number);
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const std::optional<bool> same = equal(list.items()[i], call.arguments[1]);
    if (!same) {
      const bool item_open = !list.items()[i].fully_known();
      return call.unknown_because(item_open ? list.items()[i] : call.arguments[1], ValueType::number);
    }
    if (*same) return call.number(static_cast<std::int64_t>(i));
  }
  return call.invalid("the value is not in the list");
}

void flatten_into(const Value& value, Items& items, unsigned depth) {
  if (!is_sequence(value) || depth > limits::kSyntaxDepth || items.size() > limits::kAliasExpansion) {
    items.push_back(value);
    return;
  }
  for (const Value& item : value.items()) flatten_into(item, items, depth + 1);
}

Value flatten(const Call& call) {
  const Value& argument = call.arguments[0];
  Items items;
  std::optional<value::Reason> open;
  if (is_sequence(argument)) {
    flatten_into(argument, items, 0);
  } else {
    if (argument.known_items().empty()) return wrong_kind(call, argument, ValueType::list);
    for (const Value& item : argument.known_items()) flatten_into(item, items, 1);
    open = argument.reason();
  }
  // An unknown may itself be a list: how many elements there are is not known then.
  Items known;
  for (const Value& item : items) {
    if (!may_be_list(item)) {
      known.push_back(item);
      continue;
    }
    const std::span<const Value> inside = item.known_items();
    known.insert(known.end(), inside.begin(), inside.end());
    if (!open) open = call.unknown_because(item).reason();
  }
  if (open) return Value::open_list(std::move(known), *open, call.origin());
  return call.list(std::move(items));
}

/// The items of a list whose number or places depend on what is not known, all of which stand in the result.
Value open_list(const Call& call, const Value& argument, Items items) {
  return Value::open_list(std::move(items), call.unknown_because(argument).reason(), call.origin());
}

Value distinct(const Call& call) {
  if (!call.arguments[0].fully_known()) {
    const std::span<const Value> known = value::known_part(call.arguments[0]);
    // There is nothing that it could be equal to.
    if (is_sequence(call.arguments[0]) && known.size() == 1)
      return typed_like(call.list({known[0]}, ListKind::list), call.arguments[0]);
    return open_list(call, call.arguments[0], {known.begin(), known.end()});
  }
  Items result;
  std::unordered_set<std::string> seen;
  for (const Value& item : call.arguments[0].items()) {
    // Elements of one type are equal exactly when their JSON is.
    const std::optional<std::string> text = json_text(with_texts(item)).as_string();
    if (!text) return call.too_large("kValueBytes");
    if (seen.insert(*text).second) result.push_back(item);
  }
  return typed_like(call.list(std::move(result), ListKind::list), call.arguments[0]);
}

/// A text with a known piece is never empty; one that is a hole alone may be.
bool may_be_empty(const Value& item) {
  if (!item.is(Kind::string)) return true;
  return std::all_of(item.pieces().begin(), item.pieces().end(), [](const value::StringPiece& piece) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    return hole != nullptr && hole->kind == value::HoleKind::any;
  });
}

Value compact(const Call& call) {
  const Value& argument = call.arguments[0];
  if (!is_sequence(argument) && argument.known_items().empty())
    return wrong_kind(call, argument, ValueType::list);
  Items items;
  const Value* open = is_sequence(argument) ? nullptr : &argument;
  for (const Value& item : value::known_part(argument)) {
    if (!item.is_encoded() && !item.fully_known() && may_be_empty(item)) {
      if (open == nullptr) open = &item;
    } else if (item.is_encoded() || (!item.is(Kind::null) && known_text(item) != "")) {
      items.push_back(item);
    }
  }
  return open == nullptr ? typed(call.list(std::move(items), ListKind::list), Type::list(kText))
                         : open_list(call, *open, std::move(items));
}

Value sort(const Call& call) {
  const std::span<const Value> known = value::known_part(call.arguments[0]);
  Items items(known.begin(), known.end());
  if (!call.arguments[0].fully_known()) return open_list(call, call.arguments[0], std::move(items));
  if (std::any_of(items.begin(), items.end(), [](const Value& item) { return item.is(Kind::null); }))
    return call.invalid("an element is null");
  std::stable_sort(items.begin(), items.end(),
                   [](const Value& a, const Value& b) { return known_text(a) < known_text(b); });
  return typed(call.list(std::move(items), ListKind::list), Type::list(kText));
}

Value reverse(const Call& call) {
  if (!call.arguments[0].known_items().empty()) return call.arguments[0];
  if (!is_sequence(call.arguments[0])) return wrong_kind(call, call.arguments[0], ValueType::list);
  const Value& argument = call.arguments[0];
  if (argument.list_kind() == ListKind::tuple && argument.items().empty()) return argument;
  if (argument.items().empty())
    return typed(call.list({}, ListKind::list), Type::list(type_of(argument).parts[0]));
  Items items = items_of(argument);
  std::reverse(items.begin(), items.end());
  return call.list(std::move(items),
                   argument.list_kind() == ListKind::tuple ? ListKind::tuple : ListKind::list);
}

Value slice(const Call& call) {
  const Value& list = call.arguments[0];
  if (!is_list_or_tuple(list)) return wrong_kind(call, list, ValueType::list);
  for (const std::size_t bound : {1U, 2U}) {
    if (!call.arguments[bound].is(Kind::number))
      return call.unknown_because(call.arguments[bound], ValueType::list);
  }
  const std::optional<std::int64_t> from = call.whole_argument(1);
  const std::optional<std::int64_t> to = call.whole_argument(2);
  if (!from || !to || *from < 0 || *from > *to || *to > static_cast<std::int64_t>(list.items().size()))
    return call.invalid("the range is outside the list");
  const Value part = call.list({list.items().begin() + *from, list.items().begin() + *to}, list.list_kind());
  return list.list_kind() == ListKind::list ? typed_like(part, list) : part;
}

Value chunklist(const Call& call) {
  const Value& list = call.arguments[0];
  if (!is_sequence(list)) return wrong_kind(call, list, ValueType::list);
  if (!call.arguments[1].is(Kind::number)) return call.unknown_because(call.arguments[1], ValueType::list);
  const std::optional<std::int64_t> size = call.whole_argument(1);
  if (!size || *size < 0) return call.invalid("the size is no whole number");
  Items chunks;
  Items chunk;
  for (const Value& item : list.items()) {
    chunk.push_back(item);
    if (*size != 0 && chunk.size() == static_cast<std::size_t>(*size))
      chunks.push_back(call.list(std::exchange(chunk, {}), ListKind::list));
  }
  if (!chunk.empty()) chunks.push_back(call.list(std::move(chunk), ListKind::list));
  return chunks.empty() ? typed(call.list({}, ListKind::list), Type::list(type_of(list)))
                        : call.list(std::move(chunks), ListKind::list);
}

Value zipmap(const Call& call) {
  const Value& names = call.arguments[0];
  const Value& items = call.arguments[1];
  if (!is_sequence(names)) return wrong_kind(call, names, ValueType::map);
  if (!is_list_or_tuple(items)) return wrong_kind(call, items, ValueType::map);
  if (names.items().size() != items.items().size()) return call.invalid("keys and values differ in number");
  MemberList members;
  for (std::size_t i = 0; i < names.items().size(); ++i) {
    if (names.items()[i].is(Kind::null)) return call.invalid("a key is null");
    const std::optional<std::string> key = known_text(names.items()[i]);
    if (!key) return call.unknown_because(names.items()[i], ValueType::map);
    members.put({*key, names.items()[i].origin().span(), items.items()[i]});
  }
  if (items.list_kind() != ListKind::list) return Value::map(std::move(members).take(), call.origin());
  const Value map = Value::map(std::move(members).take(), call.origin(), MapKind::map);
  return map.members().empty() ? typed(map, Type::map(type_of(items).parts[0])) : map;
}

/// The first argument that is neither null nor the empty text, in the type that all have in common.
Value coalesce(const Call& call) {
  std::vector<Type> types;
  for (const Value& argument : call.arguments) types.push_back(type_of(argument));
  const std::optional<Type> common = unify(types);
  if (!common) return call.invalid("the arguments have no type in common");
  std::vector<Value> open;
  std::optional<Value> result;
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::null)) continue;
    const Value converted = convert(argument, *common).value_or(argument);
    if (is_open(converted)) {
      // It may be null, so what follows counts too.
      if (open.size() == limits::kAlternatives) return call.too_large("kAlternatives");
      open.push_back(converted);
      continue;
    }
    // A text that is partly known is not empty; what is wholly unknown may be null.
    const bool may_be_passed_over = !converted.fully_known() && may_be_empty(converted) &&
                                    !converted.is(Kind::list) && !converted.is(Kind::map);
    if (may_be_passed_over || !converted.is(Kind::string) || converted.as_string() != "") {
      result = converted;
      break;
    }
  }
  if (!result && open.empty()) return call.invalid("all arguments are null or empty");
  if (!result) {
    result = open.back();
    open.pop_back();
  }
  for (; !open.empty(); open.pop_back())
    result = either(open.back(), *result, open.back().reason().detail + " is set", call.context.call);
  return *result;
}

Value coalescelist(const Call& call) {
  // The types of all arguments are checked before their values are looked at.
  for (const Value& argument : call.arguments) {
    const Type type = type_of(argument);
    const bool open = argument.is(Kind::unknown) || type.is(Type::Kind::list) || type.is(Type::Kind::tuple);
    if (!open && !is_list_or_tuple(argument)) return wrong_kind(call, argument, ValueType::list);
  }
  for (const Value& argument : call.arguments) {
    if (argument.is(Kind::null)) continue;
    if (!argument.known_items().empty()) return argument;
    if (!is_list_or_tuple(argument)) return wrong_kind(call, argument, ValueType::list);
    if (!argument.items().empty()) return argument;
  }
  return call.invalid("all lists are empty");
}

Value one(const Call& call) {
  if (!is_sequence(call.arguments[0])) return wrong_kind(call, call.arguments[0]);
  const std::span<const Value> items = call.arguments[0].items();
  if (items.size() > 1) {
    // The elements of a set that are not known may turn out to be the same.
    if (call.arguments[0].list_kind() == ListKind::set && not_known(items) != nullptr)
      return call.unknown_because(*not_known(items));
    return call.invalid("the list has more than one element");
  }
  if (!items.empty()) return items.front();
  const Type type = type_of(call.arguments[0]);
  return typed(Value::null(call.origin()), type.is(Type::Kind::tuple) ? Type{} : type.parts[0]);
}

Value range(const Call& call) {
  if (call.arguments.empty() || call.arguments.size() > 3) return call.invalid("wrong number of arguments");
  const bool limit_only = call.arguments.size() == 1;
  // Counted as go-cty does, whose zero has 53 binary digits.
  constexpr unsigned kZeroPrecision = 53;
  constexpr unsigned kStepPrecision = 64;
  Number number = limit_only ? Number("0", kZeroPrecision) : Number(call.arguments[0]);
  const Number end(call.arguments[limit_only ? 0 : 1]);
  const Number step = call.arguments.size() == 3
                          ? Number(call.arguments[2])
                          : Number(compare_numbers(end, number) < 0 ? "-1" : "1", kStepPrecision);
  const int direction = compare_numbers(step, Number("0"));
  if (direction == 0) return call.invalid("the step is zero");
  if (compare_numbers(end, number) * direction < 0) return call.invalid("the steps lead away from the limit");
  constexpr std::size_t kMostElements = 1024;  // Terraform's own limit
  const Type numbers = Type::list({Type::Kind::number, {}, {}});
  Items items;
  if (whole_number(number) && whole_number(end) && whole_number(step)) {
    // The usual case by far, and a hundred times quicker than with floats.
    const value::Origin origin = call.origin();
    const std::int64_t stride = *whole_number(step);
    const std::int64_t last = *whole_number(end);
    unsigned precision = number.precision;
    for (std::int64_t next = *whole_number(number); direction > 0 ? next < last : next > last;) {
      if (items.size() == kMostElements) return call.invalid("more than 1024 elements");
      items.push_back(Value::number(std::to_string(next), origin, precision));
      if (__builtin_add_overflow(next, stride, &next)) break;
      precision = std::max(number.precision, step.precision);
    }
    return typed(call.list(std::move(items), ListKind::list), numbers);
  }
  while (compare_numbers(number, end) * direction < 0) {
    if (items.size() == kMostElements) return call.invalid("more than 1024 elements");
    items.push_back(number.value(call.origin()));
    std::optional<Number> next = calculate(NumberOperation::add, number, step);
    if (!next) return call.too_large("number without a decimal");
    number = std::move(*next);
  }
  return typed(call.list(std::move(items), ListKind::list), numbers);
}

Value matchkeys(const Call& call) {
  const std::span<const Value> found = call.arguments[0].items();
  const std::span<const Value> names = call.arguments[1].items();
  if (found.size() != names.size()) return call.invalid("values and keys differ in number");
  const std::array<Type, 2> types{type_of(call.arguments[1]), type_of(call.arguments[2])};
  const std::optional<Type> common = unify(types);
  if (!common) return call.invalid("keys and search set have no type in common");
  const Value keys_converted = convert(call.arguments[1], *common).value_or(call.arguments[1]);
  const Value wanted = convert(call.arguments[2], *common).value_or(call.arguments[2]);
  Items items;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool match = std::any_of(wanted.items().begin(), wanted.items().end(), [&](const Value& each) {
      return equal(each, keys_converted.items()[i]) == true;
    });
    if (match) items.push_back(found[i]);
  }
  return typed_like(call.list(std::move(items), ListKind::list), call.arguments[0]);
}

/// A map of lists of texts turned around: each text to the keys it was listed under.
Value transpose(const Call& call) {
  std::map<std::string, Items> lists;
  for (const Member* member : sorted_members(call.arguments[0])) {
    if (!is_sequence(member->value)) return call.invalid("a list is null");
    for (const Value& item : member->value.items()) {
      if (item.is(Kind::null)) return call.invalid("an element is null");
      lists[known_text(item).value_or("")].push_back(call.text(member->key));
    }
  }
  std::vector<Member> members;
  members.reserve(lists.size());
  for (auto& [key, names] : lists)
    members.push_back({key, call.context.call, call.list(std::move(names), ListKind::list)});
  return typed(Value::map(std::move(members), call.origin(), MapKind::map), Type::map(Type::list(kText)));
}

/// alltrue and anytrue: `decides` ends the search.
Value all_or_any(const Call& call, bool decides) {
  if (!is_sequence(call.arguments[0])) return wrong_kind(call, call.arguments[0], ValueType::boolean);
  const Value* open = nullptr;
  for (const Value& item : call.arguments[0].items()) {
    if (item.is(Kind::unknown) && item.reason().kind == value::ReasonKind::invalid) return item;
  }
  for (const Value& item : call.arguments[0].items()) {
    if (item.is(Kind::null) && !decides) return call.boolean(false);
    if (item.is(Kind::boolean) && item.as_boolean() == decides) return call.boolean(decides);
    if (!item.is(Kind::boolean) && !item.is(Kind::null)) open = &item;
  }
  return open != nullptr ? call.unknown_because(*open, ValueType::boolean) : call.boolean(!decides);
}

Value alltrue(const Call& call) { return all_or_any(call, false); }
Value anytrue(const Call& call) { return all_or_any(call, true); }

Value sum(const Call& call) {
  if (!is_sequence(call.arguments[0])) return wrong_kind(call, call.arguments[0], ValueType::number);
  if (call.arguments[0].items().empty()) return call.invalid("the list is empty");
  Value total = Value::number(std::int64_t{0}, call.origin());
  for (const Value& item : call.arguments[0].items())
    total = apply_binary(hcl::Operator::add, total, item, call.context.call);
  return total;
}

constexpr std::array kCollectionFunctions = {
    FunctionEntry{"alltrue", "B>b", alltrue, Unknowns::parts},
    FunctionEntry{"anytrue", "B>b", anytrue, Unknowns::parts},
    FunctionEntry{"chunklist", "Ln>l", chunklist, Unknowns::parts},
    FunctionEntry{"coalesce", "a?*>a", coalesce, Unknowns::parts},
    FunctionEntry{"coalescelist", "a?*>l", coalescelist, Unknowns::parts},
    FunctionEntry{"compact", "T>l", compact, Unknowns::parts},
    FunctionEntry{"concat", "a*>l", concat, Unknowns::parts},
    FunctionEntry{"contains", "aa>b", contains, Unknowns::parts},
    FunctionEntry{"distinct", "L>l", distinct, Unknowns::parts},
    FunctionEntry{"element", "an>a", element, Unknowns::parts},
    FunctionEntry{"flatten", "a>l", flatten, Unknowns::parts},
    FunctionEntry{"index", "aa>n", index, Unknowns::parts},
    FunctionEntry{"keys", "a>l", keys, Unknowns::parts},
    FunctionEntry{"length", "a>n", length, Unknowns::parts},
    FunctionEntry{"lookup", "asa?*>a", lookup, Unknowns::parts},
    FunctionEntry{"matchkeys", "LLL>l", matchkeys},
    FunctionEntry{"merge", "a?*>m", merge, Unknowns::parts},
    FunctionEntry{"one", "a>a", one, Unknowns::parts},
    FunctionEntry{"range", "n*>l", range},
    FunctionEntry{"reverse", "a>l", reverse, Unknowns::parts},
    FunctionEntry{"slice", "ann>l", slice, Unknowns::parts},
    FunctionEntry{"sort", "t>l", sort, Unknowns::parts},
    FunctionEntry{"sum", "a>n", sum, Unknowns::parts},
    FunctionEntry{"transpose", "M>m", transpose},
    FunctionEntry{"values", "a>l", values, Unknowns::parts},
    FunctionEntry{"zipmap", "ta>m", zipmap, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> collection_functions() { return kCollectionFunctions; }

}  // namespace rootproof::terraform
