#include "rules/root_principals/search_domains.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "parsers/value/value_set.h"
#include "rules/answers.h"

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

/// A block of a domain, by its names in the two languages; nullptr where there is none, or not one.
const Value* block_of(const Resource& domain, std::string_view cloudformation, std::string_view terraform) {
  const Value* block = domain.properties.find(cloudformation);
  if (block == nullptr) block = domain.properties.find(terraform);
  if (block == nullptr || !block->is(Value::Kind::list)) return block;
  return block->items().size() == 1 ? &block->items().front() : nullptr;
}

bool is_in_vpc(const Resource& domain) {
  const Value* options = block_of(domain, "VPCOptions", "vpc_options");
  if (options == nullptr) return false;
  return is_given_always(options->find("SubnetIds")) || is_given_always(options->find("subnet_ids"));
}

bool has_users(const Resource& domain) {
  const Value* options = block_of(domain, "AdvancedSecurityOptions", "advanced_security_options");
  if (options == nullptr) return false;
  const auto is = [&](std::string_view name, std::string_view text) {
    const Value* value = options->find(name);
    return value::is_given(value) && value->as_text() == text;
  };
  const auto may_be_on = [&](std::string_view name) {
    return value::is_given(options->find(name)) && !is(name, "false");
  };
  return (is("Enabled", "true") || is("enabled", "true")) && !may_be_on("AnonymousAuthEnabled") &&
         !may_be_on("anonymous_auth_enabled");
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

/// Unit and name or symbol of the domains that are so. A name that one of them shares with another domain is
/// none.
template <typename Predicate>
std::set<std::pair<std::string, std::string>> names_where(const engine::Facts& facts, Predicate is_so) {
  std::set<std::pair<std::string, std::string>> names;
  for (const Resource& resource : facts.resources) {
    if (!contains(kDomains, resource.type) || !is_so(resource)) continue;
    names.emplace(resource.unit, resource.address);
    // A policy of its own may be there where the domain that the code makes is not.
    if (!is_certain(resource)) continue;
    names.emplace(resource.unit, domain_named_by(resource.properties.find("domain_name")));
  }
  for (const Resource& resource : facts.resources)
    if (contains(kDomains, resource.type) && !is_so(resource))
      names.erase({resource.unit, domain_named_by(resource.properties.find("domain_name"))});
  return names;
}

bool hold(const std::set<std::pair<std::string, std::string>>& names, const Resource& holder) {
  if (contains(kDomains, holder.type)) return names.count({holder.unit, holder.address}) != 0;
  if (!contains(kDomainPolicies, holder.type)) return false;
  const std::string name = domain_named_by(holder.properties.find("domain_name"));
  return !name.empty() && names.count({holder.unit, name}) != 0;
}

}  // namespace

SearchDomains::SearchDomains(const engine::Facts& facts)
    : in_vpc_(names_where(facts, is_in_vpc)), with_users_(names_where(facts, has_users)) {}

bool SearchDomains::hold_in_vpc(const Resource& policy_holder) const { return hold(in_vpc_, policy_holder); }

bool SearchDomains::ask_for_users(const Resource& policy_holder) const {
  return hold(with_users_, policy_holder);
}

}  // namespace rootproof::rules
