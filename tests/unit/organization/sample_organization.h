#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/organization/organization.h"

/// Small organizations written as a few calls, for tests.
namespace rootproof::tests {

using value::Value;

inline Value text(std::string content) { return Value::string(std::move(content)); }

/// What an evaluator leaves for an attribute that AWS computes: `aws_organizations_policy.x.id`.
inline Value attribute(std::string symbol, value::HoleKind kind = value::HoleKind::reference) {
  value::Hole hole;
  hole.kind = kind;
  hole.reason = {value::ReasonKind::resource_attribute, symbol, {}};
  hole.symbol = std::move(symbol);
  return Value::string(std::vector<value::StringPiece>{hole});
}

inline Value variable(std::string name) {
  return Value::unknown({value::ReasonKind::unknown_variable, std::move(name), {}}, value::ValueType::string);
}

class Sample {
 public:
  explicit Sample(Language language = Language::terraform) : language_(language) {}

  Resource& add(ResourceKind kind, std::string type, std::string address,
                std::vector<std::pair<std::string, Value>> properties) {
    std::vector<value::Member> members;
    for (auto& [key, content] : properties) members.push_back({key, {}, std::move(content)});
    Resource resource;
    resource.kind = kind;
    resource.language = language_;
    resource.type = std::move(type);
    resource.address = std::move(address);
    resource.unit = "unit";
    resource.properties = Value::map(std::move(members));
    resources_.push_back(std::move(resource));
    return resources_.back();
  }

  Resource& organization(Value types = Value::list({text("SERVICE_CONTROL_POLICY")})) {
    return add(ResourceKind::organization, "aws_organizations_organization",
               "aws_organizations_organization.org", {{"enabled_policy_types", std::move(types)}});
  }
  Resource& unit(const std::string& name, Value parent) {
    return add(ResourceKind::organizational_unit, "aws_organizations_organizational_unit",
               "aws_organizations_organizational_unit." + name,
               {{"name", text(name)}, {"parent_id", std::move(parent)}});
  }
  Resource& account(const std::string& name, Value parent = Value::null()) {
    return add(ResourceKind::account, "aws_organizations_account", "aws_organizations_account." + name,
               {{"name", text(name)}, {"parent_id", std::move(parent)}});
  }
  Resource& policy(const std::string& name, Value type = Value::null()) {
    return add(ResourceKind::organizations_policy, "aws_organizations_policy",
               "aws_organizations_policy." + name, {{"name", text(name)}, {"type", std::move(type)}});
  }
  Resource& attach(const std::string& policy, Value target) {
    return attach(attribute("aws_organizations_policy." + policy + ".id"), std::move(target));
  }
  Resource& attach(Value policy, Value target) {
    return add(ResourceKind::organizations_policy_attachment, "aws_organizations_policy_attachment",
               "aws_organizations_policy_attachment." + std::to_string(resources_.size()),
               {{"policy_id", std::move(policy)}, {"target_id", std::move(target)}});
  }

  /// Builds the only organization. Call once; the sample must outlive it.
  organization::Organization build(const organization::StatedFacts& stated = {}) {
    contiguous_.assign(resources_.begin(), resources_.end());
    std::vector<organization::PolicyInput> inputs;
    for (const Resource& resource : contiguous_) {
      if (resource.kind != ResourceKind::organizations_policy) continue;
      documents_.emplace_back();
      documents_.back().kind = PolicyKind::service_control;
      inputs.push_back({&resource, &documents_.back()});
    }
    std::vector<organization::Organization> all =
        organization::build_organizations(contiguous_, inputs, stated);
    return all.empty() ? organization::Organization{} : std::move(all.front());
  }

 private:
  Language language_;
  std::deque<Resource> resources_;
  std::vector<Resource> contiguous_;
  std::deque<policy::PolicyDocument> documents_;
};

inline Value root_id() { return attribute("aws_organizations_organization.org.roots[0].id"); }
inline Value unit_id(const std::string& name) {
  return attribute("aws_organizations_organizational_unit." + name + ".id");
}

/// Index of the node with this name.
inline std::size_t node(const organization::Organization& organization, const std::string& name) {
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    if (organization.nodes[i].name == name) return i;
  }
  return organization.nodes.size();
}

}  // namespace rootproof::tests
