#pragma once

#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::rules {

/// One way a property deep inside a resource may turn out.
struct NestedValue {
  value::Value value;  ///< neither null nor absent, nor alternatives
  value::Guard guard;  ///< when it turns out this way
};

/// Every value under a path of names ("versioning_configuration.mfa_delete"); lists on the way are entered,
/// alternatives are followed. Where the way there is not known, the value that is not known, and what is
/// below the known items of an open list (Value::open_list). More than limits::kSlotValues steps end in
/// unknown(limit).
[[nodiscard]] std::vector<NestedValue> values_at(const value::Value& start, std::string_view path);

/// The items of a list as far as they are known, each way they may turn out.
[[nodiscard]] std::vector<NestedValue> items_of(const value::Value& list);

}  // namespace rootproof::rules
