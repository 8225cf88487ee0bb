#include "analyzer/policy/requested_region.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/evaluate.h"
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

/// The texts of a document that Regions are held against: values of conditions on the Region of a request,
/// and the Regions in ARNs of resources. None where no condition is about it.
std::vector<std::string> texts_about_regions(const PolicyDocument& document) {
  std::vector<std::string> texts;
  for (const Statement& statement : document.statements)
    for (const Condition& condition : statement.conditions)
      if (source::is_same_in_any_case(condition.key, kRequestedRegion))
        for (const PolicyString& value : condition.values)
          texts.push_back(source::lower_case(value.text().value_or("")));
  if (texts.empty()) return texts;
  for (const Statement& statement : document.statements)
    for (const Pattern& resource : statement.resources)
      if (const std::optional<std::string> text = resource.text())
        texts.push_back(source::lower_case(arn_component(*text, 3)));
  return texts;
}

/// What to ask for: one of each kind of Regions that the texts tell apart, all of the usual partition and
/// those of others that some text is about, and none, which leaves the Region open, where a text is about
/// Regions that are in no table.
std::vector<std::optional<std::string>> regions_to_try(const PolicyDocument& document) {
  const std::vector<std::string> texts = texts_about_regions(document);
  std::vector<std::optional<std::string>> regions;
  if (texts.empty()) return regions;
  std::set<std::vector<bool>> kinds;
  std::vector<bool> is_of_known(texts.size());
  for (const std::string_view region : known_regions()) {
    std::vector<bool> kind;
    kind.reserve(texts.size() + kCommonPartitions.size());
    for (const std::string& text : texts) kind.push_back(glob_match(text, region));
    for (std::size_t i = 0; i < texts.size(); ++i) is_of_known[i] = is_of_known[i] || kind[i];
    const bool named = std::find(kind.begin(), kind.end(), true) != kind.end();
    const std::string_view partition = partition_of_region(region);
    if (partition != kCommonPartitions.front() && !named) continue;
    for (const std::string_view other : kCommonPartitions) kind.push_back(partition == other);
    if (kinds.insert(std::move(kind)).second) regions.emplace_back(region);
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!is_of_known[i] && !texts[i].empty()) {
      regions.emplace_back(std::nullopt);
      break;
    }
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
  std::vector<std::optional<std::string>> regions;
  if (document.region && document.region->empty()) regions = regions_to_try(document);
  if (regions.empty()) return ask(document);
  PolicyDocument in_one = document;
  std::optional<Answer> answer;
  for (std::optional<std::string>& region : regions) {
    in_one.region = std::move(region);
    Answer there = ask(in_one);
    if (!answer || there.verdict != Verdict::safe) answer = std::move(there);
    if (answer->verdict == Verdict::violation) break;
  }
  return *std::move(answer);
}

}  // namespace rootproof::policy
