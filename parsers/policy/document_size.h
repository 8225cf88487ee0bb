#pragma once

#include <cstddef>

#include "parsers/value/value.h"

namespace rootproof::policy {

/// Characters that a service control policy may have without white space. AWS raised the quota from the lower
/// to the higher one in 2026 (AWS Organizations User Guide, "Quotas"); copies of that page show either.
inline constexpr std::size_t kOldServiceControlPolicySize = 5'120;
inline constexpr std::size_t kServiceControlPolicySize = 10'240;

/// The characters that a policy, a map or a text in JSON, has at least as JSON without white space: what is
/// not known counts nothing. Of alternatives the longest counts. 0 for what is no JSON.
[[nodiscard]] std::size_t document_size(const value::Value& source);

}  // namespace rootproof::policy
