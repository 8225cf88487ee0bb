#include "parsers/terraform/type.h"

#include <algorithm>
#include <memory>
#include <unordered_set>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/number.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {
namespace {

using value::ListKind;
using value::MapKind;
using value::Member;
using value::Value;
using TypeKind = Type::Kind;
using Kind = value::Value::Kind;

/// How far a walk through a value may still go: nested, and in parts (shared ones count each time).
struct WalkLimit {
  unsigned depth = limits::kSyntaxDepth;
  std::size_t* parts = nullptr;

  [[nodiscard]] bool reached() const { return depth == 0 || *parts == 0; }
  /// One part deeper.
  [[nodiscard]] WalkLimit deeper() const {
    --*parts;
    return {depth - 1, parts};
  }
};

Type type_at(const Value& value, WalkLimit limit);

/// Takes from `other` what `common` leaves open: some nulls and empty collections have no type of their own.
/// False when they differ.
bool complete(Type& common, const Type& other) {
  if (other.is_open()) {
    if (common.is(TypeKind::dynamic)) common = other;
    return true;
  }
  if (common.is_open()) {
    common = other;
    return true;
  }
  if (common.kind != other.kind || common.names != other.names || common.parts.size() != other.parts.size())
    return false;
  for (std::size_t i = 0; i < common.parts.size(); ++i) {
    if (!complete(common.parts[i], other.parts[i])) return false;
  }
  return true;
}

const Type kDynamic{TypeKind::dynamic, {}, {}};

/// The element type of a list, set or map: that of all elements that have a type, `any` for several.
template <class Elements, class Get>
Type element_type(const Elements& elements, const Get& get, WalkLimit limit) {
  Type common = kDynamic;
  for (const auto& element : elements) {
    const Type type = type_at(get(element), limit.deeper());
    if (limit.reached() || !complete(common, type)) return {};
  }
  return common;
}

Type type_of_unknown(value::ValueType type) {
  switch (type) {
    case value::ValueType::string:
      return {TypeKind::string, {}, {}};
    case value::ValueType::number:
      return {TypeKind::number, {}, {}};
    case value::ValueType::boolean:
      return {TypeKind::boolean, {}, {}};
    // Which kind of list or map is not known.
    case value::ValueType::any:
    case value::ValueType::list:
    case value::ValueType::map:
    case value::ValueType::resource:
      return {};
  }
  return {};
}

Type type_of_list(const Value& value, WalkLimit limit) {
  const auto itself = [](const Value& item) -> const Value& { return item; };
  if (value.list_kind() == ListKind::list) return Type::list(element_type(value.items(), itself, limit));
  if (value.list_kind() == ListKind::set) return Type::set(element_type(value.items(), itself, limit));
  Type tuple{TypeKind::tuple, {}, {}};
  for (const Value& item : value.items()) {
    if (limit.reached()) return {};
    tuple.parts.push_back(type_at(item, limit.deeper()));
  }
  return tuple;
}

Type type_of_map(const Value& value, WalkLimit limit) {
  if (value.map_kind() == MapKind::map) {
    const auto member_value = [](const Member& member) -> const Value& { return member.value; };
    return Type::map(element_type(value.members(), member_value, limit));
  }
  std::vector<const Member*> sorted;
  for (const Member& member : value.members()) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
  Type object{TypeKind::object, {}, {}};
  for (const Member* member : sorted) {
    if (limit.reached()) return {};
    object.names.push_back(member->key);
    object.parts.push_back(type_at(member->value, limit.deeper()));
  }
  return object;
}

Type type_at(const Value& value, WalkLimit limit) {
  if (limit.reached()) return {};
  if (value.is_encoded()) return {TypeKind::string, {}, {}};
  if (const std::shared_ptr<const Type> given = value.given_type()) return *given;
  switch (value.kind()) {
    case Kind::string:
      return {TypeKind::string, {}, {}};
    case Kind::number:
      return {TypeKind::number, {}, {}};
    case Kind::boolean:
      return {TypeKind::boolean, {}, {}};
    case Kind::list:
      return type_of_list(value, limit);
    case Kind::map:
      return type_of_map(value, limit);
    case Kind::unknown:
      return type_of_unknown(value.unknown_type());
    case Kind::one_of: {
      const auto alternative = [](const value::Alternative& each) -> const Value& { return each.value; };
      const bool open = std::any_of(value.alternatives().begin(), value.alternatives().end(),
                                    [](const value::Alternative& each) {
                                      return each.value.is(Kind::unknown) &&
                                             type_of_unknown(each.value.unknown_type()).is(TypeKind::any);
                                    });
      if (open) return {};
      return element_type(value.alternatives(), alternative, limit);
    }
    case Kind::null:
      return kDynamic;
    case Kind::absent:
      return {};
  }
  return {};
}

// ---- unification

/// What types have in common of which some are open: what they turn out to be decides, nothing can be said
/// before. go-cty leaves even what is known of them unknown then.
Type open_type(std::span<const Type> types) {
  const bool unknown =
      std::any_of(types.begin(), types.end(), [](const Type& type) { return type.is(TypeKind::any); });
  return unknown ? Type{} : kDynamic;
}

std::size_t count(std::span<const Type> types, TypeKind kind) {
  return static_cast<std::size_t>(
      std::count_if(types.begin(), types.end(), [&](const Type& type) { return type.is(kind); }));
}

/// Whether a value of type `from` may be convertible to `to`, its content aside.
bool convertible(const Type& from, const Type& to) {
  if (to.is_open() || from.is_open() || from == to) return true;
  const auto all_parts_to = [&](const Type& element) {
    return std::all_of(from.parts.begin(), from.parts.end(),
                       [&](const Type& part) { return convertible(part, element); });
  };
  switch (to.kind) {
    case TypeKind::string:
      return from.is_primitive();
    case TypeKind::number:
    case TypeKind::boolean:
      return from.is(TypeKind::string);
    case TypeKind::list:
    case TypeKind::set:
      if (from.is(TypeKind::tuple) && to.parts[0].is_open()) return have_element_type(from.parts, false);
      return (from.is(TypeKind::list) || from.is(TypeKind::set) || from.is(TypeKind::tuple)) &&
             all_parts_to(to.parts[0]);
    case TypeKind::map:
      if (from.is(TypeKind::object) && to.parts[0].is_open()) return have_element_type(from.parts, true);
      return (from.is(TypeKind::map) || from.is(TypeKind::object)) && all_parts_to(to.parts[0]);
    case TypeKind::tuple:
      if (!from.is(TypeKind::tuple) || from.parts.size() != to.parts.size()) return false;
      for (std::size_t i = 0; i < to.parts.size(); ++i) {
        if (!convertible(from.parts[i], to.parts[i])) return false;
      }
      return true;
    case TypeKind::object:
      for (std::size_t i = 0; i < to.names.size(); ++i) {
        const Type* part = from.is(TypeKind::map)      ? from.parts.data()
                           : from.is(TypeKind::object) ? from.attribute(to.names[i])
                                                       : nullptr;
        if (part == nullptr || !convertible(*part, to.parts[i])) return false;
      }
      return from.is(TypeKind::map) || from.is(TypeKind::object);
    case TypeKind::any:
    case TypeKind::dynamic:
      return true;
  }
  return false;
}

/// The element types of all these collections unified, as a collection of `kind`.
std::optional<Type> unify_parts(std::span<const Type> types, TypeKind kind) {
  std::vector<Type> parts;
  for (const Type& type : types) parts.insert(parts.end(), type.parts.begin(), type.parts.end());
  std::optional<Type> element = unify(parts);
  if (!element) return std::nullopt;
  return Type{kind, {std::move(*element)}, {}};
}

/// Objects with the same attributes, tuples of one length: part by part, or not at all. Otherwise a map or
/// list of what all parts have in common.
std::optional<Type> unify_structures(std::span<const Type> types, TypeKind collection) {
  const Type& first = types.front();
  const bool alike = std::all_of(types.begin(), types.end(), [&](const Type& type) {
    return type.names == first.names && type.parts.size() == first.parts.size();
  });
  if (!alike) return unify_parts(types, collection);
  Type result{first.kind, {}, first.names};
  for (std::size_t i = 0; i < first.parts.size(); ++i) {
    std::vector<Type> column;
    for (const Type& type : types) column.push_back(type.parts[i]);
    std::optional<Type> part = unify(column);
    if (!part) return std::nullopt;
    result.parts.push_back(std::move(*part));
  }
  return result;
}

/// Tuples among lists and objects among maps are taken as lists and maps.
std::optional<Type> unify_mixed(std::span<const Type> types, TypeKind structure, TypeKind collection) {
  std::vector<Type> replaced;
  for (const Type& type : types) {
    if (!type.is(structure)) {
      replaced.push_back(type);
      continue;
    }
    std::optional<Type> same = unify_parts({&type, 1}, collection);
    if (!same) return std::nullopt;
    replaced.push_back(std::move(*same));
  }
  return unify(replaced);
}

/// Earlier is preferred as a common type (go-cty compare_types.go): text can say every number and truth, a
/// list is more general than a tuple and a map than an object, what has no type may turn out as any.
int preference(const Type& type) {
  if (type.is_open()) return 2;
  return type.is(TypeKind::string) || type.is(TypeKind::list) || type.is(TypeKind::map) ? 0 : 1;
}

std::optional<Type> unify_by_preference(std::span<const Type> types) {
  std::vector<const Type*> order;
  for (const Type& type : types) order.push_back(&type);
  std::stable_sort(order.begin(), order.end(),
                   [](const Type* a, const Type* b) { return preference(*a) < preference(*b); });
  for (const Type* wanted : order) {
    if (std::all_of(types.begin(), types.end(), [&](const Type& type) { return convertible(type, *wanted); }))
      return *wanted;
  }
  return std::nullopt;
}

// ---- conversion

class Converter {
 public:
  std::optional<Value> convert(const Value& value, const Type& type) {
    if (depth_ > limits::kSyntaxDepth || ++parts_ > limits::kValueParts)
      return Value::unknown({value::ReasonKind::limit, "kValueParts", value.origin().span()});
    ++depth_;
    std::optional<Value> result = dispatch(value, type);
    --depth_;
    return result;
  }

 private:
  std::optional<Value> dispatch(const Value& value, const Type& type) {
    if (type.is_open()) return value;
    if (value.is(Kind::null)) return to_null(value, type);
    if (value.is(Kind::unknown)) return retyped(value, type);
    if (value.is(Kind::one_of)) {
      std::vector<value::Alternative> results;
      for (const value::Alternative& each : value.alternatives()) {
        std::optional<Value> converted = convert(each.value, type);
        if (!converted) return std::nullopt;
        results.push_back({each.guard, std::move(*converted)});
      }
      return Value::one_of(std::move(results), value.origin());
    }
    if (value.is_encoded() && !type.is(TypeKind::string)) return std::nullopt;
    switch (type.kind) {
      case TypeKind::string:
        return value.is_encoded() ? value : to_string_value(value);
      case TypeKind::number:
        return to_number_value(value);
      case TypeKind::boolean:
        return to_bool_value(value);
      case TypeKind::list:
      case TypeKind::set:
        return to_sequence(value, type);
      case TypeKind::map:
        return to_map(value, type);
      case TypeKind::tuple:
        return to_tuple(value, type);
      case TypeKind::object:
        return to_object(value, type);
      case TypeKind::any:
      case TypeKind::dynamic:
        return value;
    }
    return std::nullopt;
  }

  /// What a type leaves open stays as it was (go-cty dynamicReplace).
  static Type completed(Type type, const Type& before) {
    if (type.is_open()) return before;
    if (type.kind != before.kind || type.parts.size() != before.parts.size() || type.names != before.names)
      return type;
    for (std::size_t i = 0; i < type.parts.size(); ++i)
      type.parts[i] = completed(std::move(type.parts[i]), before.parts[i]);
    return type;
  }

  static std::optional<Value> to_null(const Value& value, const Type& type) {
    const Type before = type_of(value);
    if (!convertible(before, type)) return std::nullopt;
    return typed(value, completed(type, before));
  }

  /// A collection without elements of the type wanted, whose element type is that of `value` where the wanted
  /// one leaves it open; nullopt when no element could be converted.
  static std::optional<Value> to_empty(const Value& value, const Type& type, const Value& empty) {
    const Type before = type_of(value);
    if (!convertible(before, type)) return std::nullopt;
    const bool tuple = before.is(TypeKind::tuple) || before.is(TypeKind::object);
    return typed(empty, {type.kind, {completed(type.parts[0], tuple ? kDynamic : before.parts[0])}, {}});
  }

  Value retyped(const Value& value, const Type& type) {
    switch (type.kind) {
      case TypeKind::string:
        return Value::unknown(value.reason(), value::ValueType::string, value.origin());
      case TypeKind::number:
        return Value::unknown(value.reason(), value::ValueType::number, value.origin());
      case TypeKind::boolean:
        return Value::unknown(value.reason(), value::ValueType::boolean, value.origin());
      case TypeKind::list:
      case TypeKind::set:
        if (is_bare(value, value::ValueType::list)) return value;
        return retyped_list(value, type.parts[0]);
      case TypeKind::tuple:
        return Value::unknown(value.reason(), value::ValueType::list, value.origin());
      case TypeKind::map:
      case TypeKind::object:
        if (is_bare(value, value::ValueType::map)) return value;
        return Value::unknown(value.reason(), value::ValueType::map, value.origin());
      case TypeKind::any:
      case TypeKind::dynamic:
        return value;
    }
    return value;
  }

  /// Has that type already and no items to convert: it stays the same value (Value::identity).
  static bool is_bare(const Value& value, value::ValueType type) {
    return value.unknown_type() == type && value.known_items().empty();
  }

  /// An open list keeps its items. Which type `any` stands for is as open as the rest.
  Value retyped_list(const Value& value, const Type& element) {
    std::vector<Value> items;
    for (const Value& item : value.known_items()) {
      if (std::optional<Value> converted = convert(item, element)) items.push_back(std::move(*converted));
    }
    return Value::open_list(std::move(items), value.reason(), value.origin());
  }

  /// The elements of a collection converted to one type: where the wanted one leaves something open, to what
  /// they have in common (go-cty conversionUnifyCollectionElements).
  std::optional<std::vector<Value>> convert_elements(std::vector<Value> elements, const Type& wanted,
                                                     bool in_map) {
    for (Value& element : elements) {
      std::optional<Value> converted = convert(element, wanted);
      if (!converted) return std::nullopt;
      element = std::move(*converted);
    }
    if (!leaves_open(wanted)) return elements;
    std::vector<Type> types;
    types.reserve(elements.size());
    for (const Value& element : elements) types.push_back(type_of(element));
    const std::optional<Type> common = unify(types);
    if (!common || !have_element_type(types, in_map)) return std::nullopt;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (types[i] == *common) continue;  // it was converted above, and all that is in it
      std::optional<Value> converted = convert(elements[i], *common);
      if (!converted) return std::nullopt;
      elements[i] = std::move(*converted);
    }
    if (leaves_open(*common) && !have_one_type(elements)) return std::nullopt;
    return elements;
  }

  /// False when what the elements have in common leaves something open in which they differ: a null without a
  /// type in one of them is a list in another. What is not known may be anything.
  static bool have_one_type(const std::vector<Value>& elements) {
    std::optional<Type> first;
    for (const Value& element : elements) {
      Type type = type_of(element);
      if (type.is_open() || holds_unknown(type)) continue;
      if (first && type != *first) return false;
      first = std::move(type);
    }
    return true;
  }

  static bool holds_unknown(const Type& type) {
    return type.is(TypeKind::any) || std::any_of(type.parts.begin(), type.parts.end(), holds_unknown);
  }

  static bool leaves_open(const Type& type) {
    return type.is_open() || std::any_of(type.parts.begin(), type.parts.end(), leaves_open);
  }

  std::optional<Value> to_sequence(const Value& value, const Type& type) {
    if (!value.is(Kind::list)) return std::nullopt;
    const ListKind kind = type.is(TypeKind::set) ? ListKind::set : ListKind::list;
    if (value.items().empty()) return to_empty(value, type, Value::list({}, value.origin(), kind));
    std::optional<std::vector<Value>> items =
        convert_elements({value.items().begin(), value.items().end()}, type.parts[0], false);
    if (!items) return std::nullopt;
    // Where the elements of a set stand, and how many are left, is open while one of them is.
    const bool ordered = value.list_kind() == ListKind::set && type.is(TypeKind::list);
    if (ordered && !value.fully_known()) {
      const std::vector<value::Reason> reasons = value.reasons();
      if (!reasons.empty()) return Value::unknown(reasons.front(), value::ValueType::list, value.origin());
    }
    return type.is(TypeKind::set) ? make_set(std::move(*items), value.origin())
                                  : Value::list(std::move(*items), value.origin(), ListKind::list);
  }

  std::optional<Value> to_map(const Value& value, const Type& type) {
    if (!value.is(Kind::map)) return std::nullopt;
    if (value.members().empty()) return to_empty(value, type, Value::map({}, value.origin(), MapKind::map));
    std::vector<Value> elements;
    for (const Member& member : value.members()) elements.push_back(member.value);
    std::optional<std::vector<Value>> converted = convert_elements(std::move(elements), type.parts[0], true);
    if (!converted) return std::nullopt;
    std::vector<Member> members;
    for (std::size_t i = 0; i < converted->size(); ++i) {
      const Member& member = value.members()[i];
      members.push_back({member.key, member.key_span, std::move((*converted)[i])});
    }
    return Value::map(std::move(members), value.origin(), MapKind::map);
  }

  std::optional<Value> to_tuple(const Value& value, const Type& type) {
    if (!value.is(Kind::list) || value.list_kind() != ListKind::tuple ||
        value.items().size() != type.parts.size())
      return std::nullopt;
    std::vector<Value> items;
    for (std::size_t i = 0; i < type.parts.size(); ++i) {
      std::optional<Value> converted = convert(value.items()[i], type.parts[i]);
      if (!converted) return std::nullopt;
      items.push_back(std::move(*converted));
    }
    return Value::list(std::move(items), value.origin());
  }

  /// Attributes keep their order; those the type does not name are dropped.
  std::optional<Value> to_object(const Value& value, const Type& type) {
    if (!value.is(Kind::map)) return std::nullopt;
    std::vector<Member> members;
    for (const Member& member : value.members()) {
      const Type* wanted = type.attribute(member.key);
      if (wanted == nullptr) continue;
      std::optional<Value> converted = convert(member.value, *wanted);
      if (!converted) return std::nullopt;
      members.push_back({member.key, member.key_span, std::move(*converted)});
    }
    if (members.size() != type.names.size()) return std::nullopt;
    return Value::map(std::move(members), value.origin());
  }

  unsigned depth_ = 0;
  std::size_t parts_ = 0;
};

/// A text in quotes as Go's %q writes it, where letters beyond ASCII stay.
std::string quoted(std::string_view text) {
  constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\"\\";
  constexpr std::string_view kLetters = "abfnrtv\"\\";
  constexpr std::string_view kHexadecimal = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t escape = kEscaped.find(c); escape != std::string_view::npos) {
      result += {'\\', kLetters[escape]};
    } else if (byte < 0x20 || byte == 0x7f) {
      result += {'\\', 'x', kHexadecimal[byte >> 4U], kHexadecimal[byte & 0xfU]};
    } else {
      result.push_back(c);
    }
  }
  return result + "\"";
}

/// What go-cty orders the elements of a set by that are no primitives (set_internals.go makeSetHashBytes).
void append_hash_text(const Value& value, std::string& out, unsigned depth = 0) {
  if (depth > limits::kSyntaxDepth) return;
  switch (value.kind()) {
    case Kind::boolean:
      out.push_back(value.as_boolean() ? 'T' : 'F');
      return;
    case Kind::number: {
      constexpr std::size_t kDigits = 10;
      const Number number(value);
      out += (number.is_negative() ? "-" : "") + float_digits(number.absolute(), 'g', kDigits);
      return;
    }
    case Kind::string:
      out += quoted(value.as_string().value_or(""));
      return;
    case Kind::list: {
      const bool tuple = value.list_kind() == ListKind::tuple;
      out.push_back(tuple ? '<' : '[');
      for (const Value& item : value.items()) {
        append_hash_text(item, out, depth + 1);
        out.push_back(';');
      }
      out.push_back(tuple ? '>' : ']');
      return;
    }
    case Kind::map: {
      const bool object = value.map_kind() == MapKind::object;
      std::vector<const Member*> sorted;
      for (const Member& member : value.members()) sorted.push_back(&member);
      std::sort(sorted.begin(), sorted.end(),
                [](const Member* left, const Member* right) { return left->key < right->key; });
      out.push_back(object ? '<' : '{');
      for (const Member* member : sorted) {
        out += object ? member->key : quoted(member->key);
        out.push_back(':');
        append_hash_text(member->value, out, depth + 1);
        out.push_back(';');
      }
      out.push_back(object ? '>' : '}');
      return;
    }
    default:
      out.push_back('~');
  }
}

std::string hash_text(const Value& value) {
  std::string text;
  append_hash_text(with_texts(value), text);
  return text;
}

/// Terraform's order of set elements (go-cty set_internals.go Less).
bool set_order(const Value& left, const Value& right) {
  if (left.is(Kind::null) || right.is(Kind::null)) return right.is(Kind::null) && !left.is(Kind::null);
  if (left.is(Kind::number) && right.is(Kind::number))
    return compare_numbers(Number(left), Number(right)) < 0;
  if (left.is(Kind::boolean) && right.is(Kind::boolean)) return !left.as_boolean() && right.as_boolean();
  const std::optional<std::string> a = left.as_string();
  const std::optional<std::string> b = right.as_string();
  return a && b && *a < *b;
}

bool has_parts(const Value& value) {
  return (value.is(Kind::list) || value.is(Kind::map)) && !value.is_encoded();
}

void sort_as_set(std::vector<Value>& items) {
  if (!std::any_of(items.begin(), items.end(), has_parts)) {
    std::stable_sort(items.begin(), items.end(), set_order);
    return;
  }
  std::vector<std::pair<std::string, Value>> keyed;
  keyed.reserve(items.size());
  for (Value& item : items) keyed.emplace_back(hash_text(item), std::move(item));
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& left, const auto& right) {
    const bool left_null = left.second.is(Kind::null);
    const bool right_null = right.second.is(Kind::null);
    return left_null || right_null ? right_null && !left_null : left.first < right.first;
  });
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = std::move(keyed[i].second);
}

}  // namespace

Type type_of(const Value& value) {
  std::size_t parts = limits::kValueParts;
  return type_at(value, {limits::kSyntaxDepth, &parts});
}

std::optional<Type> unify(std::span<const Type> types) {
  if (types.empty()) return kDynamic;
  if (std::all_of(types.begin(), types.end(), [&](const Type& type) { return type == types.front(); }))
    return types.front();
  const std::size_t open = count(types, TypeKind::any) + count(types, TypeKind::dynamic);
  const auto only = [&](TypeKind kind) {
    return count(types, kind) != 0 && count(types, kind) + open == types.size();
  };
  for (const auto& [structure, collection] :
       {std::pair{TypeKind::object, TypeKind::map}, std::pair{TypeKind::tuple, TypeKind::list}}) {
    if (only(collection) || only(structure)) {
      if (open != 0) return open_type(types);
      return only(structure) ? unify_structures(types, collection) : unify_parts(types, collection);
    }
    if (count(types, collection) != 0 &&
        count(types, collection) + count(types, structure) + open == types.size()) {
      std::optional<Type> type = unify_mixed(types, structure, collection);
      if (type && (type->is(collection) || type->is(TypeKind::any))) return type;
    }
  }
  if (only(TypeKind::set)) return open != 0 ? open_type(types) : unify_parts(types, TypeKind::set);
  if (count(types, TypeKind::object) != 0 && count(types, TypeKind::tuple) != 0) return std::nullopt;
  if (count(types, TypeKind::any) != 0) return Type{};
  return unify_by_preference(types);
}

bool have_element_type(std::span<const Type> parts, bool beside_untyped) {
  const std::optional<Type> common = unify(parts);
  if (!common) return false;
  if (!common->is(TypeKind::dynamic)) return true;
  const Type* first = nullptr;
  for (const Type& part : parts) {
    if (part.is_open()) continue;
    if (!beside_untyped || (first != nullptr && part != *first)) return false;
    first = &part;
  }
  return true;
}

std::optional<Value> convert(const Value& value, const Type& type) {
  return Converter().convert(value, type);
}

Value typed(const Value& value, Type type) {
  const auto is_empty = [&] {
    if (value.is(Kind::list) && value.items().empty())
      return type.is(TypeKind::list) ? value.list_kind() == ListKind::list
                                     : type.is(TypeKind::set) && value.list_kind() == ListKind::set;
    return value.is(Kind::map) && value.members().empty() && type.is(TypeKind::map) &&
           value.map_kind() == MapKind::map;
  };
  if (type.is_open() || value.is_encoded() || !(value.is(Kind::null) || is_empty())) return value;
  return value.with_type(std::make_shared<const Type>(std::move(type)));
}

Value typed_like(const Value& value, const Value& other) {
  const bool collection = value.is(Kind::list) || value.is(Kind::map);
  if (!collection || value.weight() != 1) return value;
  return typed(value, type_of(other));
}

Value make_set(std::vector<Value> items, value::Origin origin) {
  std::vector<Value> unique;
  std::unordered_set<std::string> seen;
  for (Value& item : items) {
    // Items of one type are equal exactly when their JSON is.
    const std::optional<std::string> text =
        item.fully_known() ? json_text(item).as_string() : std::optional<std::string>();
    if (!text || seen.insert(*text).second) unique.push_back(std::move(item));
  }
  const bool known =
      std::all_of(unique.begin(), unique.end(), [](const Value& item) { return item.fully_known(); });
  if (known) sort_as_set(unique);
  return Value::list(std::move(unique), std::move(origin), ListKind::set);
}

namespace {

Value with_texts_at(const Value& value, WalkLimit limit) {
  if (limit.reached())
    return Value::unknown({value::ReasonKind::limit, "kValueParts", value.origin().span()});
  if (value.is_encoded()) return json_text(value);
  if (value.given_type()) return value;
  if (value.is(Kind::list)) {
    std::vector<Value> items;
    for (const Value& item : value.items()) {
      if (limit.reached()) break;
      items.push_back(with_texts_at(item, limit.deeper()));
    }
    if (limit.reached())
      return Value::unknown({value::ReasonKind::limit, "kValueParts", value.origin().span()});
    return Value::list(std::move(items), value.origin(), value.list_kind());
  }
  if (!value.known_items().empty()) {
    std::vector<Value> items;
    for (const Value& item : value.known_items()) {
      if (limit.reached()) break;
      items.push_back(with_texts_at(item, limit.deeper()));
    }
    return Value::open_list(std::move(items), value.reason(), value.origin());
  }
  if (value.is(Kind::map)) {
    std::vector<Member> members;
    for (const Member& member : value.members()) {
      if (limit.reached()) break;
      members.push_back({member.key, member.key_span, with_texts_at(member.value, limit.deeper())});
    }
    if (limit.reached())
      return Value::unknown({value::ReasonKind::limit, "kValueParts", value.origin().span()});
    return Value::map(std::move(members), value.origin(), value.map_kind());
  }
  if (value.is(Kind::one_of)) {
    std::vector<value::Alternative> alternatives;
    for (const value::Alternative& each : value.alternatives())
      alternatives.push_back({each.guard, with_texts_at(each.value, limit)});
    return Value::one_of(std::move(alternatives), value.origin());
  }
  return value;
}

/// True also when the value is too large to tell.
bool has_encoded(const Value& value, WalkLimit limit) {
  if (value.is_encoded() || limit.reached()) return true;
  if (value.is(Kind::one_of))
    return std::any_of(value.alternatives().begin(), value.alternatives().end(),
                       [&](const value::Alternative& each) { return has_encoded(each.value, limit); });
  const std::span<const Value> items = value::known_part(value);
  if (!items.empty())
    return std::any_of(items.begin(), items.end(), [&](const Value& item) {
      return limit.reached() || has_encoded(item, limit.deeper());
    });
  if (value.is(Kind::map))
    return std::any_of(value.members().begin(), value.members().end(), [&](const Member& member) {
      return limit.reached() || has_encoded(member.value, limit.deeper());
    });
  return false;
}

/// Some nulls in objects and tuples have no type of their own.
bool same_type(const Type& left, const Type& right) {
  if (left.is_open() || right.is_open()) return true;
  const bool collection = left.is(TypeKind::list) || left.is(TypeKind::set) || left.is(TypeKind::map);
  if (collection && left.kind == right.kind &&
      left.parts[0].is(TypeKind::dynamic) != right.parts[0].is(TypeKind::dynamic))
    return left.parts[0].is(TypeKind::any) || right.parts[0].is(TypeKind::any);
  if (left.kind != right.kind || left.names != right.names || left.parts.size() != right.parts.size())
    return false;
  for (std::size_t i = 0; i < left.parts.size(); ++i) {
    if (!same_type(left.parts[i], right.parts[i])) return false;
  }
  return true;
}

}  // namespace

Value with_texts(const Value& value) {
  std::size_t parts = limits::kValueParts;
  if (!has_encoded(value, {limits::kSyntaxDepth, &parts})) return value;
  parts = limits::kValueParts;
  return with_texts_at(value, {limits::kSyntaxDepth, &parts});
}

std::optional<bool> equal(const Value& left, const Value& right) {
  const bool one_null = left.is(Kind::null) != right.is(Kind::null);
  // A hole is a text and a resource an object, which are never null; any other unknown may be.
  const auto is_open = [](const Value& value) {
    const bool resource = value.is(Kind::unknown) && value.unknown_type() == value::ValueType::resource;
    return (value.is(Kind::unknown) && !resource) || value.is(Kind::one_of);
  };
  if (one_null && !is_open(left) && !is_open(right)) return false;
  if (left.is(Kind::null) && right.is(Kind::null)) return true;
  if (!left.fully_known() || !right.fully_known()) {
    // A text is no number, whichever number it is; but nulls of any types are the same.
    const auto may_be_null = [&](const Value& value) { return value.is(Kind::null) || is_open(value); };
    if (may_be_null(left) && may_be_null(right)) return std::nullopt;
    const Type known = type_of(left.fully_known() ? left : right);
    const Type open = type_of(left.fully_known() ? right : left);
    const bool differ = known.is_primitive() && open.is_primitive() && known.kind != open.kind;
    return differ ? std::optional(false) : std::nullopt;
  }
  const Value a = with_texts(left);
  const Value b = with_texts(right);
  if (!a.fully_known() || !b.fully_known()) return std::nullopt;
  return a.same_content(b) && same_type(type_of(a), type_of(b));
}

}  // namespace rootproof::terraform
