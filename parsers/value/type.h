#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rootproof::value {

/// Terraform's types (go-cty): what a value may be converted to, and what the arms of a conditional have in
/// common.
struct Type {
  enum class Kind : std::uint8_t {
    any,      ///< not known; as what a value is converted to, whichever it has
    dynamic,  ///< that of a null, or of the elements of an empty collection, which nothing has given a type
    string,
    number,
    boolean,
    list,
    set,
    map,
    tuple,
    object,
  };

  Kind kind = Kind::any;
  std::vector<Type> parts;  ///< the element type of list, set and map; one per item of tuple and object
  std::vector<std::string> names;  ///< attributes of an object, sorted, beside `parts`

  [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
  /// Known or not, it is no type that a value could be seen to have.
  [[nodiscard]] bool is_open() const { return kind == Kind::any || kind == Kind::dynamic; }
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

}  // namespace rootproof::value
