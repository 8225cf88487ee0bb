#include "rules/guardrails/premises.h"

#include <algorithm>
#include <optional>
#include <set>

#include "analyzer/engine/export_age.h"
#include "analyzer/organization/control_tower.h"

namespace rootproof::rules {
namespace {

using organization::Node;
using organization::Organization;
using value::Value;

/// The variables and parameters whose defaults a value comes from.
void add_defaults(const Value& value, std::set<std::string>& names) {
  for (const value::OriginStep& step : value.origin().chain())
    if (step.kind == value::OriginKind::variable_default && !step.detail.empty()) names.insert(step.detail);
  if (value.is(Value::Kind::list))
    for (const Value& item : value.items()) add_defaults(item, names);
  if (value.is(Value::Kind::one_of))
    for (const value::Alternative& way : value.alternatives()) add_defaults(way.value, names);
}

const Value* target_of(const Resource& resource) {
  if (organization::enables_control(resource)) return organization::target_of_control(resource);
  return resource.property(resource.kind == ResourceKind::organizations_policy ? "target_ids" : "target_id");
}

/// The targets of what is attached to a node that are only the default of something.
void add_defaults(const Organization& organization, const Node& node, std::vector<std::string>& premises) {
  for (const std::size_t index : node.attached) {
    const organization::Attachment& attachment = organization.attachments[index];
    const Value* target = attachment.resource == nullptr ? nullptr : target_of(*attachment.resource);
    if (target == nullptr) continue;
    std::set<std::string> names;
    add_defaults(*target, names);
    for (const std::string& name : names)
      premises.push_back("the target of " + attachment.resource->address + " is the " +
                         (name.starts_with("default of ") ? "" : "default of ") + name);
  }
}

}  // namespace

std::vector<std::string> premises_of(const engine::Facts& facts, const Organization& organization) {
  std::vector<std::string> premises;
  const bool management = std::any_of(organization.nodes.begin(), organization.nodes.end(),
                                      [](const Node& node) { return node.management; });
  if (!management)
    premises.emplace_back(
        "which account is the management account is not known: if it is among these, no service control "
        "policy binds it");
  const std::optional<engine::ExportAge> age = engine::export_age(facts.resources, facts.settings.today);
  const auto& units = organization.units;
  if (age && std::find(units.begin(), units.end(), age->unit) != units.end()) {
    premises.push_back("what the code does not declare is as " + age->describe());
    const unsigned most = facts.settings.export_days;
    if (!engine::old_export_warning(age, most).empty())
      premises.push_back("that is longer ago than the " + std::to_string(most) +
                         " days of organization.max_age, so it may no longer hold");
  }
  return premises;
}

std::vector<std::string> defaults_on_path(const Organization& organization, std::size_t node) {
  std::vector<std::string> premises;
  for (std::optional<std::size_t> at = node; at; at = organization.nodes[*at].parent)
    add_defaults(organization, organization.nodes[*at], premises);
  return premises;
}

}  // namespace rootproof::rules
