#pragma once

#include <string_view>
#include <vector>

#include "parsers/value/value.h"

namespace rootproof::policy {

/// Why what stands under a key that is there twice is not known. The key may be empty, the reason's words are
/// not.
[[nodiscard]] value::Reason stands_twice(std::string_view key, source::Span span);

/// Members with unique keys. Where a key stood twice its value becomes unknown(duplicate_key): AWS refuses
/// such a policy and does not say which value would win (IAM User Guide, Grammar of the IAM JSON policy
/// language).
[[nodiscard]] std::vector<value::Member> unite_duplicates(std::vector<value::Member> members);

}  // namespace rootproof::policy
