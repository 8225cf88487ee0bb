#include "rules/root_principals/domain_barriers.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/policy/truth.h"
#include "parsers/value/value_set.h"

namespace rootproof::rules {
namespace {

using value::Value;

constexpr std::array<std::string_view, 4> kDomains{"AWS::Elasticsearch::Domain",
                                                   "AWS::OpenSearchService::Domain",
                                                   "aws_elasticsearch_domain", "aws_opensearch_domain"};
constexpr std::array<std::string_view, 2> kDomainPolicies{"aws_elasticsearch_domain_policy",
                                                          "aws_opensearch_domain_policy"};

template <typename List>
bool contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// Whether the member is given in every case, whatever it is.
bool is_given_always(const Value* value) {
  if (!value::is_given(value)) return false;
  if (!value->is(Value::Kind::one_of)) return true;
  const auto ways = value->alternatives();
  return std::all_of(ways.begin(), ways.end(), [](const auto& way) { return is_given_always(&way.value); });
}

bool in_a_vpc(const Resource& domain) {
  const Value* options = domain.properties.find("VPCOptions");
  if (options == nullptr) options = domain.properties.find("vpc_options");
  if (options == nullptr) return false;
  if (options->is(Value::Kind::list)) {
    if (options->items().size() != 1) return false;
    options = &options->items().front();
  }
  return is_given_always(options->find("SubnetIds")) || is_given_always(options->find("subnet_ids"));
}

bool has_fine_grained_access(const Resource& domain) {
  const Value* options = domain.properties.find("AdvancedSecurityOptions");
  if (options == nullptr) options = domain.properties.find("advanced_security_options");
  if (options == nullptr) return false;
  if (options->is(Value::Kind::list)) {
    if (options->items().size() != 1) return false;
    options = &options->items().front();
  }
  const auto is_true = [&](std::string_view cloudformation, std::string_view terraform) {
    const Value* option = options->find(cloudformation);
    if (option == nullptr) option = options->find(terraform);
    return option == nullptr    ? policy::Truth::no
           : !option->as_text() ? policy::Truth::unknown
                                : policy::to_truth(option->as_text() == "true");
  };
  return is_true("Enabled", "enabled") == policy::Truth::yes &&
         is_true("AnonymousAuthEnabled", "anonymous_auth_enabled") == policy::Truth::no;
}

/// The text or symbol by which a policy names its domain: "search", "aws_opensearch_domain.search". Empty
/// when it is not known.
std::string domain_named_by(const Value* value) {
  if (value == nullptr) return {};
  if (auto text = value->as_text()) return *text;
  if (!value->is(Value::Kind::string) || value->pieces().size() != 1) return {};
  const auto* hole = std::get_if<value::Hole>(&value->pieces()[0]);
  if (hole == nullptr) return {};
  const std::string& symbol = hole->symbol;
  return symbol.ends_with(".domain_name") ? symbol.substr(0, symbol.rfind('.')) : symbol;
}

}  // namespace

DomainBarriers::DomainBarriers(const engine::Facts& facts)
    : in_vpc_(domains(facts, in_a_vpc)), fine_grained_(domains(facts, has_fine_grained_access)) {}

DomainBarriers::Names DomainBarriers::domains(const engine::Facts& facts,
                                              bool (*has_barrier)(const Resource& domain)) {
  Names names;
  for (const Resource& resource : facts.resources) {
    if (!contains(kDomains, resource.type) || !has_barrier(resource)) continue;
    names.emplace(resource.unit, resource.address);
    names.emplace(resource.unit, domain_named_by(resource.properties.find("domain_name")));
  }
  for (const Resource& resource : facts.resources)
    if (contains(kDomains, resource.type) && !has_barrier(resource))
      names.erase({resource.unit, domain_named_by(resource.properties.find("domain_name"))});
  return names;
}

bool DomainBarriers::holds(const Names& names, const Resource& holder) {
  if (contains(kDomains, holder.type)) return names.count({holder.unit, holder.address}) != 0;
  if (!contains(kDomainPolicies, holder.type)) return false;
  const std::string name = domain_named_by(holder.properties.find("domain_name"));
  return !name.empty() && names.count({holder.unit, name}) != 0;
}

bool DomainBarriers::is_in_vpc(const Resource& policy_holder) const { return holds(in_vpc_, policy_holder); }

bool DomainBarriers::asks_who_calls(const Resource& policy_holder) const {
  return holds(fine_grained_, policy_holder);
}

}  // namespace rootproof::rules
