#include "parsers/regions.h"

namespace rootproof {

std::string_view partition_of_region(std::string_view region) {
  struct Area {
    std::string_view prefix;
    std::string_view partition;
  };
  // Longer prefixes first.
  static constexpr Area kAreas[] = {
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
  for (const Area& area : kAreas) {
    if (region.starts_with(area.prefix)) return area.partition;
  }
  return {};
}

}  // namespace rootproof
