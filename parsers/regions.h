#pragma once

#include <array>
#include <string_view>

namespace rootproof {

/// The partitions in which anybody may have accounts: asked about where nobody says which is meant.
inline constexpr std::array<std::string_view, 3> kCommonPartitions = {"aws", "aws-cn", "aws-us-gov"};

/// The partition a Region lies in ("Partitions" in the AWS Fault Isolation Boundaries paper); empty for
/// Regions that are not known.
[[nodiscard]] std::string_view partition_of_region(std::string_view region);

}  // namespace rootproof
