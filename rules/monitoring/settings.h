#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::rules {

/// One way a property may turn out, its default included.
struct Setting {
  std::optional<std::string> text;      ///< set when known
  const value::Value* value = nullptr;  ///< nullptr when nothing is written and the default holds; owned by
                                        ///< the map that was asked
  value::Guard guard;                   ///< when it turns out this way
};

/// Every way a property of a map may turn out. Where it is not written, or null, it is `by_default`.
[[nodiscard]] std::vector<Setting> settings(const value::Value& map, std::string_view name,
                                            std::string_view by_default);

/// A text that is a decimal number as a whole.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

}  // namespace rootproof::rules
