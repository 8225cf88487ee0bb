#pragma once

#include <span>
#include <string_view>

namespace rootproof {

/// What the names of a partition's Regions begin with.
struct RegionArea {
  std::string_view prefix;
  std::string_view partition;
};
/// Longer prefixes first. The partition aws gets new ones, the others keep those they have.
[[nodiscard]] std::span<const RegionArea> region_areas();

}  // namespace rootproof
