#include "rules/organization/central_root_access.h"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/policy/truth.h"
#include "parsers/left_to_others.h"
#include "parsers/organization_files/organization_files.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::Truth;

std::string who_cannot_say(const Resource* declared) {
  if (declared == nullptr || declared->language != Language::cloudformation) return "is set elsewhere";
  const std::string_view tool = organization_files::tool_of(*declared);
  // The accelerator can; the file in which it does is not there.
  if (declared->type.starts_with("LZA::")) return "is set in global-config.yaml";
  return std::string(tool.empty() ? "CloudFormation" : tool) + " cannot say";
}

}  // namespace

policy::Truth list_holds(const Resource& resource, std::string_view path, std::string_view text,
                         std::vector<value::Reason>& reasons) {
  Truth found = Truth::no;
  std::vector<value::Reason> unknown;
  if (const auto left = left_to_others(resource, path); left && resource.properties.find(path) == nullptr) {
    add_reasons(reasons, {*left});
    return Truth::unknown;
  }
  for (const NestedValue& list : values_at(resource.properties, path)) {
    for (const PossibleText& item : possible_texts(list.value)) {
      const value::Guard guard = list.guard & item.guard;
      const bool possible = item.text ? *item.text == text : may_equal(*item.value, lower_case(text));
      if (!possible) continue;
      if (const auto left = left_to_others(resource, path))
        add_reasons(unknown, {*left});
      else if (item.text && is_certain(resource, guard))
        return Truth::yes;
      found = Truth::unknown;
      add_reasons(unknown, item.value->reasons());
      add_reasons(unknown, doubts_about(resource, guard));
    }
  }
  add_reasons(reasons, unknown);
  return found;
}

std::vector<const Resource*> root_feature_resources(const engine::Facts& facts,
                                                    const Organization& organization) {
  std::vector<const Resource*> own;
  std::vector<const Resource*> others;
  for (const Resource& resource : facts.resources)
    if (resource.type == kRootFeaturesType)
      (is_part_of(organization, resource) ? own : others).push_back(&resource);
  const auto declared = std::count_if(facts.organizations.begin(), facts.organizations.end(),
                                      [](const Organization& each) { return each.resource != nullptr; });
  return own.empty() && declared <= 1 ? others : own;
}

CentralRootFeature central_root_feature(const engine::Facts& facts, const Organization& organization,
                                        std::string_view feature) {
  CentralRootFeature result;
  const std::vector<const Resource*> resources = root_feature_resources(facts, organization);
  Truth any = Truth::no;
  for (const Resource* resource : resources) {
    const Truth listed = list_holds(*resource, "enabled_features", feature, result.reasons);
    if (result.resource == nullptr || listed == Truth::yes) result.resource = resource;
    any = policy::either(any, listed);
  }
  result.enabled = any;
  if (!resources.empty()) {
    if (any == Truth::yes) result.reasons.clear();
    return result;
  }
  const auto stated = [&](bool enabled) {
    result.enabled = policy::to_truth(enabled);
    return result;
  };
  if (const auto& features = facts.settings.central_root_features)
    return stated(std::find(features->begin(), features->end(), feature) != features->end());
  // What an export, or the file of another tool, says.
  const Resource* declared = organization.resource;
  if (declared != nullptr && declared->property("central_root_features") != nullptr) {
    result.enabled = list_holds(*declared, "CentralRootFeatures", feature, result.reasons);
    return result;
  }
  result.enabled = Truth::no;
  for (const std::string& unit : organization.units) add_reasons(result.reasons, unseen_parts(facts, unit));
  if (declared == nullptr || declared->language != Language::terraform)
    add_reasons(result.reasons, {{value::ReasonKind::partial_organization,
                                  "central root access, which " + who_cannot_say(declared),
                                  declared == nullptr ? source::Span{} : declared->span}});
  if (!result.reasons.empty()) result.enabled = Truth::unknown;
  return result;
}

}  // namespace rootproof::rules
