#include "parsers/regions.h"

#include <algorithm>

#include "parsers/region_areas.h"

namespace rootproof {

std::span<const RegionArea> region_areas() {
  static constexpr RegionArea kAreas[] = {
      {"us-gov-", "aws-us-gov"},
      {"us-isob-", "aws-iso-b"},
      {"us-isof-", "aws-iso-f"},
      {"us-iso-", "aws-iso"},
      {"eu-isoe-", "aws-iso-e"},
      {"eusc-", "aws-eusc"},
      {"cn-", "aws-cn"},
      {"af-", "aws"},
      {"ap-", "aws"},
      {"ca-", "aws"},
      {"eu-", "aws"},
      {"il-", "aws"},
      {"me-", "aws"},
      {"mx-", "aws"},
      {"sa-", "aws"},
      {"us-", "aws"},
  };
  return kAreas;
}

std::string_view partition_of_region(std::string_view region) {
  for (const RegionArea& area : region_areas())
    if (region.starts_with(area.prefix)) return area.partition;
  return {};
}

bool is_partition(std::string_view name) {
  return std::any_of(region_areas().begin(), region_areas().end(),
                     [name](const RegionArea& area) { return area.partition == name; });
}

std::span<const std::string_view> known_regions() {
  static constexpr std::string_view kRegions[] = {
      "us-east-1",      "us-west-2",      "eu-central-1",   "eu-west-1",       "us-east-2",
      "us-west-1",      "ca-central-1",   "sa-east-1",      "eu-north-1",      "eu-south-1",
      "eu-west-2",      "eu-west-3",      "eu-central-2",   "eu-south-2",      "ap-south-1",
      "ap-southeast-1", "ap-northeast-1", "ap-southeast-2", "ap-northeast-2",  "ap-northeast-3",
      "ap-east-1",      "ap-east-2",      "ap-south-2",     "ap-southeast-3",  "ap-southeast-4",
      "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1",       "mx-central-1",
      "me-south-1",     "me-central-1",   "il-central-1",   "af-south-1",      "cn-north-1",
      "cn-northwest-1", "us-gov-west-1",  "us-gov-east-1",  "us-iso-east-1",   "us-iso-west-1",
      "us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "eu-isoe-west-1",
      "eusc-de-east-1"};
  return kRegions;
}

}  // namespace rootproof
