#pragma once

#include <string_view>

namespace rootproof {

/// True for a property that looks like a policy and is one in another language (a stack policy, AWS IoT,
/// Cedar, …); the search for policies by their content leaves it alone.
[[nodiscard]] bool is_other_policy_language(std::string_view type, std::string_view property);

}  // namespace rootproof
