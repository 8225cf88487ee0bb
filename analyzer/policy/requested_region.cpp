#include "analyzer/policy/requested_region.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/policy/policy_text.h"
#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {
namespace {

constexpr const char* kRequestedRegion = "aws:requestedregion";
/// Stands for a Region that nothing tells and nobody asks for.
constexpr std::string_view kExampleRegion = "us-east-1";

bool is_known(const PolicyDocument& document) { return document.region && !document.region->empty(); }

/// The Regions of the usual partition, and those that conditions name; none where no condition is about them.
std::set<std::string> regions_to_try(const PolicyDocument& document) {
  std::set<std::string> regions;
  bool asked = false;
  for (const Statement& statement : document.statements)
    for (const Condition& condition : statement.conditions) {
      if (source::lower_case(condition.key) != kRequestedRegion) continue;
      asked = true;
      for (const PolicyString& value : condition.values)
        if (const std::optional<std::string> text = value.text();
            text && !partition_of_region(*text).empty() && text->find_first_of("*?$") == std::string::npos)
          regions.insert(*text);
    }
  if (!asked) return {};
  for (const std::string_view region : known_regions())
    if (partition_of_region(region) == kCommonPartitions.front()) regions.emplace(region);
  return regions;
}

}  // namespace

void keep_to_region(const PolicyDocument& document, std::vector<RequestModel>& models) {
  if (!is_known(document)) return;
  const std::string_view partition = partition_of_region(*document.region);
  // Services have names instead of ARNs, and are everywhere.
  const auto is_there = [&](const RequestModel& model) {
    return !model.principal.arn.starts_with("arn:") || arn_component(model.principal.arn, 1) == partition;
  };
  // A caller of another partition is a slip, which other rules are about.
  if (std::none_of(models.begin(), models.end(), is_there)) return;
  std::erase_if(models, [&](const RequestModel& model) { return !is_there(model); });
  for (RequestModel& model : models) model.fix(kRequestedRegion, *document.region);
}

std::string region_for(const PolicyDocument& document, const value::Hole& hole) {
  const bool own = hole.symbol == "region" || hole.symbol == "AWS::Region";
  return own && is_known(document) ? *document.region : std::string(kExampleRegion);
}

std::string_view partition_for(const PolicyDocument& document) {
  return is_known(document) ? partition_of_region(*document.region) : kCommonPartitions.front();
}

std::string in_region_of(const PolicyDocument& document, std::string arn) {
  const std::string region(arn_component(arn, 3));
  if (!is_known(document) || region.empty()) return arn;
  return arn.replace(arn.find(":" + region + ":") + 1, region.size(), *document.region);
}

Answer in_any_region(const PolicyDocument& document,
                     const std::function<Answer(const PolicyDocument&)>& ask) {
  std::set<std::string> regions;
  if (document.region && document.region->empty()) regions = regions_to_try(document);
  if (regions.empty()) return ask(document);
  PolicyDocument in_one = document;
  const auto ask_in = [&](const std::string& region) {
    in_one.region = region;
    return ask(in_one);
  };
  Answer answer = ask_in(std::string(kExampleRegion));
  regions.erase(std::string(kExampleRegion));
  for (const std::string& region : regions) {
    if (answer.verdict == Verdict::violation) break;
    Answer there = ask_in(region);
    if (there.verdict != Verdict::safe) answer = std::move(there);
  }
  return answer;
}

}  // namespace rootproof::policy
