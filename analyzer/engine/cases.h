#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/value/guard.h"

namespace rootproof::engine {

/// Whether a subject of guards ("Stage") is always one of these texts.
using IsAlwaysOneOf = std::function<bool(std::string_view subject, const std::vector<std::string>& texts)>;

/// What several guards say together: "when Stage is dev, test or prod", "when IsProd or when Stage is dev";
/// empty where one of them holds in every case. nullopt where that is too much for a sentence.
[[nodiscard]] std::optional<std::string> either_of(const std::vector<value::Guard>& guards,
                                                   const IsAlwaysOneOf& is_always_one_of);

}  // namespace rootproof::engine
