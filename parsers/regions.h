#pragma once

#include <string_view>

namespace rootproof {

/// Begins the identity of an organizational unit that code asks for by its name, which follows.
inline constexpr std::string_view kUnitNamed = "organizational unit named ";

/// The partition a Region lies in ("Partitions" in the AWS Fault Isolation Boundaries paper); empty for
/// Regions that are not known.
[[nodiscard]] std::string_view partition_of_region(std::string_view region);

}  // namespace rootproof
