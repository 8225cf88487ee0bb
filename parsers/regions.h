#pragma once

#include <array>
#include <span>
#include <string_view>

namespace rootproof {

/// The partitions in which anybody may have accounts: asked about where nobody says which is meant.
inline constexpr std::array<std::string_view, 3> kCommonPartitions = {"aws", "aws-cn", "aws-us-gov"};

/// The partition a Region lies in ("Partitions" in the AWS Fault Isolation Boundaries paper); empty for
/// Regions that are not known.
[[nodiscard]] std::string_view partition_of_region(std::string_view region);

/// Whether there is a partition of this name: "aws-eusc".
[[nodiscard]] bool is_partition(std::string_view name);

/// The Regions there are (AWS General Reference, "Regions and endpoints"), as of 2026-11, the usual ones of
/// each partition first. AWS adds some every year: that a Region is missing here proves nothing.
[[nodiscard]] std::span<const std::string_view> known_regions();

}  // namespace rootproof
