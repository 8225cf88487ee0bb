#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// Terraform's types (go-cty): what a value may be converted to, and what the arms of a conditional have in
/// common.
struct Type {
  enum class Kind : std::uint8_t { any, string, number, boolean, list, set, map, tuple, object };

  Kind kind = Kind::any;
  std::vector<Type> parts;  ///< the element type of list, set and map; one per item of tuple and object
  std::vector<std::string> names;  ///< attributes of an object, sorted, beside `parts`

  [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
  [[nodiscard]] bool is_primitive() const {
    return kind == Kind::string || kind == Kind::number || kind == Kind::boolean;
  }
  /// The type of an attribute, nullptr when the object has none of that name.
  [[nodiscard]] const Type* attribute(const std::string& name) const;
  bool operator==(const Type&) const = default;

  static Type list(Type element) { return {Kind::list, {std::move(element)}, {}}; }
  static Type set(Type element) { return {Kind::set, {std::move(element)}, {}}; }
  static Type map(Type element) { return {Kind::map, {std::move(element)}, {}}; }
};

/// The type a value has; `any` where it is not known. An encoded value is a string.
[[nodiscard]] Type type_of(const value::Value& value);

/// One type that values of all these types can be converted to (go-cty `convert.UnifyUnsafe`); nullopt when
/// there is none.
[[nodiscard]] std::optional<Type> unify(std::span<const Type> types);

/// The value converted (go-cty `convert.Convert`); nullopt where Terraform refuses. Null stays null, unknown
/// stays unknown, one_of converts each alternative.
[[nodiscard]] std::optional<value::Value> convert(const value::Value& value, const Type& type);

/// A set of these items: each once, in Terraform's order (texts by bytes, numbers ascending, false before
/// true, collections by what go-cty hashes, null last). Items not wholly known stay where they are.
[[nodiscard]] value::Value make_set(std::vector<value::Value> items, value::Origin origin);

/// The same value with encoded parts as the texts they stand for.
[[nodiscard]] value::Value with_texts(const value::Value& value);

/// Equality as Terraform's `==` sees it: no conversion, a list is no tuple, an encoded value is its text.
/// nullopt when it depends on something unknown.
[[nodiscard]] std::optional<bool> equal(const value::Value& left, const value::Value& right);

}  // namespace rootproof::terraform
