#pragma once

#include <string>
#include <string_view>

namespace rootproof::value {

/// The canonical spelling of a decimal number: "007.50" is "7.5", "1e3" is "1000", "-0" is "0". Exponents
/// stay only where writing the digits out would take more than 300 of them. Text that is no decimal number is
/// returned as it is.
[[nodiscard]] std::string canonical_decimal(std::string_view text);

}  // namespace rootproof::value
