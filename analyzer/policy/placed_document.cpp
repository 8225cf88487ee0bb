#include "analyzer/policy/placed_document.h"

#include <map>
#include <optional>
#include <string_view>

#include "analyzer/policy/hole_binding.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/organization_ids.h"

namespace rootproof::policy {

using value::HoleKind;
using value::ReasonKind;

namespace {

constexpr const char* kCallersOrganization = "aws:principalorgid";
constexpr const char* kCallersPath = "aws:principalorgpaths";
constexpr const char* kResourcesOrganization = "aws:resourceorgid";
constexpr const char* kResourcesPath = "aws:resourceorgpaths";

void add_place(Request& request, const ScpPath& path, const char* id_key, const char* path_key) {
  request.context[id_key] = {path.organization};
  request.context[path_key] = {path.place};
}

}  // namespace

PolicyDocument placed_document(const PolicyDocument& document, const ScpPath& path,
                               const std::string& partition) {
  const std::map<std::string, std::string>* ids = nullptr;
  if (path.ids != nullptr)
    if (const auto known = path.ids->find(&document); known != path.ids->end()) ids = &known->second;
  PolicyDocument placed = bind_holes(document, [&](const HoleUse& use) -> std::optional<std::string> {
    // The accounts of an organization live in one partition, the one that is asked about.
    if (use.hole.kind == HoleKind::partition) return partition;
    if (ids == nullptr || !holds_organization_ids(use.key)) return std::nullopt;
    const auto id = ids->find(use.hole.symbol);
    return id == ids->end() ? std::nullopt : std::optional(id->second);
  });
  if (!path.taken_for.empty()) take_ids(placed, path.taken_for);
  return placed;
}

std::set<std::string> keys_of_unknown_place(const ScpPath& path) {
  if (path.organization.empty())
    return {kCallersOrganization, kCallersPath, kResourcesOrganization, kResourcesPath};
  if (path.place.empty()) return {kCallersPath, kResourcesPath};
  return {};
}

void doubt_conditions(PolicyDocument& document, const std::set<std::string>& keys) {
  for (Statement& statement : document.statements)
    for (Condition& condition : statement.conditions) {
      const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
      const bool asks_for_value = !op || op->family != OperatorFamily::null;
      if (condition.unknown || !asks_for_value || !keys.contains(to_lower(condition.key))) continue;
      condition.unknown = {ReasonKind::external_target, "the value of " + condition.key, condition.key_span};
    }
}

void add_place_of_caller(Request& request, const ScpPath& path) {
  add_place(request, path, kCallersOrganization, kCallersPath);
}

void add_place_of_resource(Request& request, const ScpPath& path) {
  add_place(request, path, kResourcesOrganization, kResourcesPath);
}

}  // namespace rootproof::policy
