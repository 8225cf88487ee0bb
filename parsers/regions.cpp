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

bool has_region_form(std::string_view text) {
  const std::size_t last = text.rfind('-');
  if (last == std::string_view::npos || last + 1 == text.size()) return false;
  if (text.find_first_not_of("0123456789", last + 1) != std::string_view::npos) return false;
  const std::string_view words = text.substr(0, last);
  const bool letters = words.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos;
  const std::size_t dash = words.find('-');
  return letters && dash != std::string_view::npos && dash > 0 && dash + 1 < words.size();
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
