#include "analyzer/engine/facts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzer/engine/endpoint_arguments.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/permission_grants.h"
#include "analyzer/engine/stated_policies.h"
#include "parsers/asking_services.h"
#include "parsers/policy/json_text.h"
#include "parsers/policy_languages.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"
#include "parsers/value/value_set.h"

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
    if (steps_ > limits::kSlotValues) return;
    if (++steps_ > limits::kSlotValues) {
      out_.push_back(
          {walked, Value::unknown({value::ReasonKind::limit, "kSlotValues", value.origin().span()}), kind_});
      return;
    }
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
    if (!value.known_items().empty())
      items(value.known_items(), path.starts_with("[]") ? rest_after(path, 2) : path, walked);
    if (value.is(Value::Kind::unknown)) {
      out_.push_back({walked.empty() ? std::string(path) : walked + "." + std::string(path), value, kind_});
      return;
    }
    const bool is_list = value.is(Value::Kind::list);
    if (path.starts_with("[]"))
      return is_list ? items(value.items(), rest_after(path, 2), walked)
                     : read(value, rest_after(path, 2), walked);
    const std::size_t end = path.find_first_of(".[");
    const std::string_view name = path.substr(0, end);
    const std::string_view rest = end == std::string_view::npos ? std::string_view() : rest_after(path, end);
    // Terraform writes nested blocks as lists even where the table shows one block.
    if (is_list) return items(value.items(), path, walked);
    if (const Value* member = value.find(name))
      read(*member, rest, walked.empty() ? std::string(name) : walked + "." + std::string(name));
  }

 private:
  static std::string_view rest_after(std::string_view path, std::size_t count) {
    path.remove_prefix(count);
    if (path.starts_with('.')) path.remove_prefix(1);
    return path;
  }

  void items(std::span<const Value> values, std::string_view rest, const std::string& walked) {
    for (std::size_t i = 0; i < values.size(); ++i)
      read(values[i], rest, walked + "[" + std::to_string(i) + "]");
  }

  PolicyKind kind_;
  std::vector<FoundSlot>& out_;
  std::size_t steps_ = 0;
};

/// Looks for documents where no slot is known: maps of the shape of a policy, and JSON texts that hold one
/// anywhere inside (templates, interface descriptions, settings).
class ContentSearch {
 public:
  /// Arguments of a module that is not read may hold lists of statements, too, and policies of VPC endpoints.
  ContentSearch(std::vector<FoundSlot>& out, bool of_module, bool of_endpoint)
      : out_(out), of_module_(of_module), of_endpoint_(of_endpoint) {
    for (const FoundSlot& slot : out) known_.insert(slot.path);
  }

  void search(const Value& value, const std::string& path, unsigned depth = 0) {
    if (known_.contains(path)) return;
    if (budget_ == 0) return beyond("kSlotValues", value, path);
    if (depth > limits::kContentDepth) {
      if (holds_more(value)) beyond("kContentDepth", value, path);
      return;
    }
    --budget_;
    if (of_module_)
      if (std::optional<Value> stated = stated_policy(value)) return found(path, *std::move(stated));
    if (value.is(Value::Kind::map)) {
      if (policy::looks_like_policy(value)) return found(path, value);
      const bool outside = std::exchange(of_endpoint_, of_endpoint_ || (of_module_ && is_endpoint(value)));
      for (const value::Member& member : value.members())
        search(member.value, path.empty() ? member.key : path + "." + member.key, depth + 1);
      of_endpoint_ = outside;
    } else if (const std::span<const Value> items = value::known_part(value); !items.empty()) {
      for (std::size_t i = 0; i < items.size(); ++i)
        search(items[i], path + "[" + std::to_string(i) + "]", depth + 1);
    } else if (value.is(Value::Kind::one_of)) {
      for (const value::Alternative& alternative : value.alternatives())
        search(alternative.value, path, depth + 1);
    } else if (value.is(Value::Kind::string)) {
      search_text(value, path, depth);
    }
  }

 private:
  void found(const std::string& path, Value document) {
    const bool of_endpoint = of_endpoint_ && may_be_of_endpoint(path);
    out_.push_back({path, std::move(document), of_endpoint ? PolicyKind::vpc_endpoint : PolicyKind::unknown});
  }

  void search_text(const Value& value, const std::string& path, unsigned depth) {
    std::size_t bytes = 0;
    bool may_hold_statement = false;
    for (const value::StringPiece& piece : value.pieces()) {
      const auto* known = std::get_if<value::TextPiece>(&piece);
      if (known == nullptr) continue;
      bytes += known->text.size();
      may_hold_statement = may_hold_statement || known->text.find("\"Statement\"") != std::string::npos;
    }
    if (bytes > text_budget_) return beyond("kValueBytes", value, path);
    text_budget_ -= bytes;
    if (!may_hold_statement) return;
    const auto read = policy::read_json_text(value);
    if (const auto* inner = std::get_if<Value>(&read); inner != nullptr && holds_more(*inner))
      search(*inner, path, depth + 1);
  }

  static bool holds_more(const Value& value) {
    return value.is(Value::Kind::map) || value.is(Value::Kind::list) || value.is(Value::Kind::one_of);
  }

  /// Once per resource: what was not looked at may hold anything.
  void beyond(std::string_view limit, const Value& value, const std::string& path) {
    if (std::exchange(is_beyond_, true)) return;
    out_.push_back({path,
                    Value::unknown({value::ReasonKind::limit, std::string(limit), value.origin().span()}),
                    PolicyKind::unknown});
  }

  std::vector<FoundSlot>& out_;
  bool of_module_;
  bool of_endpoint_;
  std::set<std::string> known_;
  std::size_t budget_ = limits::kSlotValues;
  std::size_t text_budget_ = limits::kValueBytes;
  bool is_beyond_ = false;
};

/// `of_endpoint`: the policies are those of VPC endpoints, whatever holds them.
std::vector<FoundSlot> slots_of(const Resource& resource, std::span<const Resource> all, bool of_endpoint) {
  std::vector<FoundSlot> found;
  if (resource.kind == ResourceKind::policy_file) {
    found.push_back({"", resource.properties, PolicyKind::unknown});
    return found;
  }
  if (std::optional<Value> granted = granted_document(resource, all)) {
    found.push_back({"", *std::move(granted), PolicyKind::resource});
    return found;
  }
  for (const PolicySlot& slot : policy_slots(resource.type))
    SlotReader(slot.kind, found).read(resource.properties, slot.path, "");
  const bool evaluated_elsewhere =
      resource.type == "output" || resource.kind == ResourceKind::template_parameter;
  if (evaluated_elsewhere) return found;
  ContentSearch content(found, resource.type == kModuleArgumentsType, of_endpoint);
  if (!resource.properties.is(Value::Kind::map)) {
    content.search(resource.properties, "");
    return found;
  }
  for (const value::Member& property : resource.properties.members()) {
    if (!is_other_policy_language(resource.type, property.key)) content.search(property.value, property.key);
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

/// AWS::Events::EventBusPolicy holds one Statement where other types hold a document, as JSON text if its
/// author likes.
Value as_document(Value value) {
  if (value.is(Value::Kind::string)) {
    auto read = policy::read_json_text(value);
    const auto* inner = std::get_if<Value>(&read);
    if (inner != nullptr && inner->find("Effect") != nullptr) return as_document(*inner);
    return value;
  }
  if (!value.is(Value::Kind::map) || value.find("Effect") == nullptr || value.find("Statement") != nullptr)
    return value;
  const value::Origin origin = value.origin();
  return Value::map({{"Statement", origin.span(), std::move(value)}}, origin);
}

/// Terraform's providers send nothing for an empty text where they need none: no policy of the resource, or
/// that of the service itself.
Value without_empty_texts(const Value& value) {
  if (value.is(Value::Kind::string) && value.as_string() == "") return Value::absent(value.origin());
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<value::Alternative> ways;
  for (const value::Alternative& way : value.alternatives())
    ways.push_back({way.guard, without_empty_texts(way.value)});
  return Value::one_of(std::move(ways), value.origin());
}

/// The policy of a CloudFormation stack says which of its resources an update may touch, and lets nobody in
/// (CloudFormation User Guide, "Prevent updates to stack resources").
bool is_stack_policy(const policy::PolicyDocument& document) {
  const auto is_update = [](const policy::Pattern& action) {
    return source::lower_case(action.text().value_or("")).starts_with("update:");
  };
  return !document.statements.empty() &&
         std::all_of(document.statements.begin(), document.statements.end(),
                     [&](const policy::Statement& each) {
                       return !each.actions.empty() &&
                              std::all_of(each.actions.begin(), each.actions.end(), is_update);
                     });
}

/// Whether a test holds of one of the conditions on aws:RequestedRegion.
template <class Test>
bool any_condition_on_region(const policy::PolicyDocument& document, const Test& test) {
  for (const policy::Statement& statement : document.statements)
    for (const policy::Condition& condition : statement.conditions)
      if (source::lower_case(condition.key) == "aws:requestedregion" && test(condition)) return true;
  return false;
}

/// Whether a condition on aws:RequestedRegion compares with a Region that is not known.
bool compares_with_open_region(const policy::PolicyDocument& document) {
  const auto is_open = [](const policy::PolicyString& text) {
    return text.value.is(Value::Kind::string) &&
           std::any_of(text.value.pieces().begin(), text.value.pieces().end(), [](const auto& piece) {
             const auto* hole = std::get_if<value::Hole>(&piece);
             return hole != nullptr && hole->kind == value::HoleKind::region;
           });
  };
  return any_condition_on_region(document, [&](const policy::Condition& condition) {
    return std::any_of(condition.values.begin(), condition.values.end(), is_open);
  });
}

/// Whether one compares with what is not known, or only in part: that may be the Region asked about, or not.
bool compares_with_unknown_text(const policy::PolicyDocument& document) {
  const auto is_unknown = [](const policy::PolicyString& text) {
    if (text.text()) return false;
    const bool whole = text.value.is(Value::Kind::string) && text.value.pieces().size() == 1;
    const auto* hole = whole ? std::get_if<value::Hole>(&text.value.pieces().front()) : nullptr;
    return hole == nullptr || hole->kind != value::HoleKind::region;
  };
  return any_condition_on_region(document, [&](const policy::Condition& condition) {
    return condition.values_unknown ||
           std::any_of(condition.values.begin(), condition.values.end(), is_unknown);
  });
}

/// Whether a Region that is not known, `AWS::Region` or that of the default provider, is the resource's own:
/// there is no other one in the unit.
bool is_the_only_region(const Resource& resource, std::span<const Resource> all) {
  if (resource.language == Language::cloudformation)
    return std::count(resource.address.begin(), resource.address.end(), '.') == 1;  // of no nested stack
  return std::none_of(all.begin(), all.end(), [&](const Resource& other) {
    return other.kind == ResourceKind::provider && other.unit == resource.unit &&
           value::is_given(other.properties.find("alias"));
  });
}

/// PolicyDocument::region.
std::optional<std::string> region_of_requests(const Resource& resource,
                                              const policy::PolicyDocument& document,
                                              std::span<const Resource> all) {
  if (!is_asked_in_its_region(resource.type) || compares_with_unknown_text(document)) return std::nullopt;
  const bool is_known = !partition_of_region(resource.region).empty();
  if (compares_with_open_region(document) && (is_known || !is_the_only_region(resource, all)))
    return std::nullopt;  // it may be the resource's own one, or not
  return is_known ? resource.region : std::string();
}

std::vector<PolicyInstance> read_policies(const Resource& resource, std::span<const Resource> all,
                                          const organization::StatedFacts& stated, bool of_endpoint) {
  std::vector<PolicyInstance> policies;
  const std::optional<PolicyKind> by_type = organizations_policy_kind(resource);
  if (by_type == PolicyKind::unknown) return policies;  // tag, backup and other policies are another language
  for (FoundSlot& slot : slots_of(resource, all, of_endpoint)) {
    const PolicyKind kind = by_type ? *by_type : slot.kind;
    if (resource.language == Language::terraform && kind == PolicyKind::resource)
      slot.value = without_empty_texts(slot.value);
    if (slot.value.is(Value::Kind::absent)) continue;
    policy::PolicyDocument document = policy::parse_policy(as_document(std::move(slot.value)), kind);
    if (kind == PolicyKind::unknown) document.kind = policy::classify_policy(document, resource.address);
    if (resource.kind == ResourceKind::policy_file && is_stack_policy(document)) continue;
    policy::check_scp_dialect(document, stated.scp_dialect);
    policy::limit_size(document, stated.scp_quotas.characters);
    std::vector<std::string_view> services;
    if (document.kind == PolicyKind::resource) {
      services = asking_services(resource.type);
      document.region = region_of_requests(resource, document, all);
    }
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

FactBase collect_facts(Project& project, Tool tool, unsigned jobs) {
  FactBase base;
  std::size_t resources = 0;
  for (const EvaluatedUnit& unit : project.units()) resources += unit.resources.size();
  base.resources.reserve(resources);
  const bool is_last_use = !project.depends_on_tool();
  for (std::size_t i = 0; i < project.units().size(); ++i) {
    const EvaluatedUnit& unit = project.units()[i];
    if (project.tool_of(i) != Tool::any && project.tool_of(i) != tool) continue;
    if (is_last_use) {
      for (Resource& resource : project.take_resources(i)) base.resources.push_back(std::move(resource));
    } else {
      base.resources.insert(base.resources.end(), unit.resources.begin(), unit.resources.end());
    }
    if (!unit.unknowns.empty()) base.unit_unknowns[unit.name] = unit.unknowns;
  }
  std::vector<std::vector<PolicyInstance>> read(base.resources.size());
  const organization::StatedFacts& stated = project.stated_organization();
  parallel_for(base.resources.size(), jobs, [&](std::size_t i) {
    const Resource& resource = base.resources[i];
    const auto unknowns = base.unit_unknowns.find(resource.unit);
    const bool of_endpoint =
        unknowns != base.unit_unknowns.end() && makes_vpc_endpoints(resource, unknowns->second);
    read[i] = read_policies(resource, base.resources, stated, of_endpoint);
  });
  for (std::vector<PolicyInstance>& policies : read) {
    for (PolicyInstance& policy : policies) base.policies.push_back(std::move(policy));
  }
  std::vector<organization::PolicyInput> inputs;
  for (const PolicyInstance& policy : base.policies) {
    if (policy.resource->kind == ResourceKind::organizations_policy)
      inputs.push_back({policy.resource, &policy.document});
  }
  base.organizations = organization::build_organizations(base.resources, inputs, stated);
  return base;
}

}  // namespace rootproof::engine
