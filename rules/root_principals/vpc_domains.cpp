#include "rules/root_principals/vpc_domains.h"
#include "parsers/value/value_set.h"

#include <algorithm>
#include <array>
#include <string_view>

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

bool is_in_vpc(const Resource& domain) {
  const Value* options = domain.properties.find("VPCOptions");
  if (options == nullptr) options = domain.properties.find("vpc_options");
  if (options == nullptr) return false;
  if (options->is(Value::Kind::list)) {
    if (options->items().size() != 1) return false;
    options = &options->items().front();
  }
  return is_given_always(options->find("SubnetIds")) || is_given_always(options->find("subnet_ids"));
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

VpcDomains::VpcDomains(const engine::Facts& facts) {
  for (const Resource& resource : facts.resources) {
    if (!contains(kDomains, resource.type) || !is_in_vpc(resource)) continue;
    names_.emplace(resource.unit, resource.address);
    names_.emplace(resource.unit, domain_named_by(resource.properties.find("domain_name")));
  }
  for (const Resource& resource : facts.resources)
    if (contains(kDomains, resource.type) && !is_in_vpc(resource))
      names_.erase({resource.unit, domain_named_by(resource.properties.find("domain_name"))});
}

bool VpcDomains::contain_domain_of(const Resource& holder) const {
  if (contains(kDomains, holder.type)) return names_.count({holder.unit, holder.address}) != 0;
  if (!contains(kDomainPolicies, holder.type)) return false;
  const std::string name = domain_named_by(holder.properties.find("domain_name"));
  return !name.empty() && names_.count({holder.unit, name}) != 0;
}

}  // namespace rootproof::rules
