#include "analyzer/engine/facts.h"

#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/engine/parallel.h"
#include "parsers/asking_services.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

using value::Value;

/// A value that stands in a policy slot.
struct FoundSlot {
  std::string path;
  Value value;
  PolicyKind kind = PolicyKind::unknown;
};

/// Walks a slot's path ("Policies[].PolicyDocument") through maps, lists and alternatives.
class SlotReader {
 public:
  SlotReader(PolicyKind kind, std::vector<FoundSlot>& out) : kind_(kind), out_(out) {}

  void read(const Value& value, std::string_view path, const std::string& walked) {
    if (++steps_ > limits::kSlotValues) return;
    if (value.is(Value::Kind::one_of) && !path.empty()) {
      for (const value::Alternative& alternative : value.alternatives())
        read(alternative.value, path, walked);
      return;
    }
    if (value.is(Value::Kind::null) || value.is(Value::Kind::absent)) return;
    if (path.empty()) {
      out_.push_back({walked, value, kind_});
      return;
    }
    if (value.is(Value::Kind::unknown)) {
      out_.push_back({walked.empty() ? std::string(path) : walked + "." + std::string(path), value, kind_});
      return;
    }
    if (path.starts_with("[]")) return items(value, rest_after(path, 2), walked);
    const std::size_t end = path.find_first_of(".[");
    const std::string_view name = path.substr(0, end);
    const std::string_view rest = end == std::string_view::npos ? std::string_view() : rest_after(path, end);
    // Terraform writes nested blocks as lists even where the table shows one block.
    if (value.is(Value::Kind::list)) return items(value, path, walked);
    if (const Value* member = value.find(name))
      read(*member, rest, walked.empty() ? std::string(name) : walked + "." + std::string(name));
  }

 private:
  static std::string_view rest_after(std::string_view path, std::size_t count) {
    path.remove_prefix(count);
    if (path.starts_with('.')) path.remove_prefix(1);
    return path;
  }

  void items(const Value& value, std::string_view rest, const std::string& walked) {
    if (!value.is(Value::Kind::list)) return read(value, rest, walked);
    for (std::size_t i = 0; i < value.items().size(); ++i)
      read(value.items()[i], rest, walked + "[" + std::to_string(i) + "]");
  }

  PolicyKind kind_;
  std::vector<FoundSlot>& out_;
  std::size_t steps_ = 0;
};

/// Looks for documents in the properties of a type that has no known slot.
void find_by_content(const Value& value, const std::string& path, unsigned depth, std::size_t& budget,
                     std::vector<FoundSlot>& out) {
  if (depth > limits::kContentDepth || budget == 0) return;
  --budget;
  if ((value.is(Value::Kind::map) || value.is(Value::Kind::string)) && policy::looks_like_policy(value)) {
    out.push_back({path, value, PolicyKind::unknown});
    return;
  }
  if (value.is(Value::Kind::map)) {
    for (const value::Member& member : value.members()) {
      find_by_content(member.value, path.empty() ? member.key : path + "." + member.key, depth + 1, budget,
                      out);
    }
  } else if (value.is(Value::Kind::list)) {
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      find_by_content(value.items()[i], path + "[" + std::to_string(i) + "]", depth + 1, budget, out);
    }
  } else if (value.is(Value::Kind::one_of)) {
    for (const value::Alternative& alternative : value.alternatives())
      find_by_content(alternative.value, path, depth + 1, budget, out);
  }
}

std::vector<FoundSlot> slots_of(const Resource& resource) {
  std::vector<FoundSlot> found;
  if (resource.kind == ResourceKind::policy_file) {
    found.push_back({"", resource.properties, PolicyKind::unknown});
    return found;
  }
  const std::vector<PolicySlot> slots = policy_slots(resource.type);
  for (const PolicySlot& slot : slots) SlotReader(slot.kind, found).read(resource.properties, slot.path, "");
  const bool evaluated_elsewhere =
      resource.type == "output" || resource.kind == ResourceKind::template_parameter;
  if (slots.empty() && !evaluated_elsewhere && !holds_other_policy_language(resource.type)) {
    std::size_t budget = limits::kSlotValues;
    find_by_content(resource.properties, "", 0, budget, found);
  }
  return found;
}

/// The type property of an organizations policy decides which language its content is in.
std::optional<PolicyKind> organizations_policy_kind(const Resource& resource) {
  if (resource.kind != ResourceKind::organizations_policy) return std::nullopt;
  const Value* type = resource.property("policy_type");
  const std::optional<std::string> text = type != nullptr ? type->as_text() : std::nullopt;
  if (!text || *text == "SERVICE_CONTROL_POLICY") return PolicyKind::service_control;
  if (*text == "RESOURCE_CONTROL_POLICY") return PolicyKind::resource_control;
  return PolicyKind::unknown;
}

/// AWS::Events::EventBusPolicy holds one Statement where other types hold a document.
Value as_document(Value value) {
  if (!value.is(Value::Kind::map) || value.find("Effect") == nullptr || value.find("Statement") != nullptr)
    return value;
  const value::Origin origin = value.origin();
  return Value::map({{"Statement", origin.span(), std::move(value)}}, origin);
}

std::vector<PolicyInstance> read_policies(const Resource& resource) {
  std::vector<PolicyInstance> policies;
  const std::optional<PolicyKind> by_type = organizations_policy_kind(resource);
  if (by_type == PolicyKind::unknown) return policies;  // tag, backup and other policies are another language
  for (FoundSlot& slot : slots_of(resource)) {
    const PolicyKind kind = by_type ? *by_type : slot.kind;
    policy::PolicyDocument document = policy::parse_policy(as_document(std::move(slot.value)), kind);
    if (kind == PolicyKind::unknown) document.kind = policy::classify_policy(document, resource.address);
    std::vector<std::string_view> services;
    if (document.kind == PolicyKind::resource) services = asking_services(resource.type);
    policies.push_back({&resource, std::move(slot.path), std::move(document), std::move(services)});
  }
  return policies;
}

}  // namespace

Facts FactBase::facts(RuleSettings settings) const {
  Facts result;
  result.resources = resources;
  result.policies = policies;
  result.organizations = organizations;
  result.settings = std::move(settings);
  result.unit_unknowns = &unit_unknowns;
  return result;
}

FactBase collect_facts(const Project& project, unsigned jobs) {
  FactBase base;
  for (const EvaluatedUnit& unit : project.units()) {
    base.resources.insert(base.resources.end(), unit.resources.begin(), unit.resources.end());
    if (!unit.unknowns.empty()) base.unit_unknowns[unit.name] = unit.unknowns;
  }
  std::vector<std::vector<PolicyInstance>> read(base.resources.size());
  parallel_for(base.resources.size(), jobs,
               [&](std::size_t i) { read[i] = read_policies(base.resources[i]); });
  for (std::vector<PolicyInstance>& policies : read) {
    for (PolicyInstance& policy : policies) base.policies.push_back(std::move(policy));
  }
  std::vector<organization::PolicyInput> inputs;
  for (const PolicyInstance& policy : base.policies) {
    if (policy.resource->kind == ResourceKind::organizations_policy)
      inputs.push_back({policy.resource, &policy.document});
  }
  base.organizations = organization::build_organizations(base.resources, inputs);
  return base;
}

}  // namespace rootproof::engine
