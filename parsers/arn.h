#pragma once

#include <string_view>

namespace rootproof {

/// A component of an ARN, counted from 0: "arn", partition, service, Region, account, and the sixth with all
/// that follows, colons included. Empty when there is none. Whether the text begins with "arn:" is not looked
/// at. (IAM User Guide, "Amazon Resource Names (ARNs)")
[[nodiscard]] std::string_view arn_component(std::string_view arn, int index);

/// Twelve digits.
[[nodiscard]] bool is_account_id(std::string_view text);

}  // namespace rootproof
