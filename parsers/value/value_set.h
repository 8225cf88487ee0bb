#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::value {

/// Values of which no two surely turn out the same: copies of one value, whatever of it is unknown, and equal
/// ones that are known or equal texts with equal symbols.
class ValueSet {
 public:
  /// False when it is there already.
  bool insert(const Value& value);
  [[nodiscard]] bool contains(const Value& value) const;

 private:
  std::unordered_map<std::size_t, std::vector<Value>> values_;  ///< by hash
};

/// Whether there is something: not nullptr, null or absent. What is not known is there.
[[nodiscard]] bool is_given(const Value* value);

/// Items of a list as far as they are known: all of a known one, those that surely stand in an open one
/// (Value::open_list). None of what is no list.
[[nodiscard]] std::span<const Value> known_part(const Value& list);

/// What surely stands in a list: of a one_of the items that are in each of its ways, each once, else
/// known_part().
[[nodiscard]] std::vector<Value> surely_held_items(const Value& list);

}  // namespace rootproof::value
