#include "rules/root_principals/search_domains.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/root_principals/public_access_block.h"

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

/// Whether the resource is a domain, or what is given to a module that makes one.
bool has_settings_of_domain(const Resource& resource) {
  return contains(kDomains, resource.type) || resource.type == kModuleArgumentsType;
}

}  // namespace

SearchDomains::SearchDomains(const engine::Facts& facts) : named_(facts) {
  for (const Resource& resource : facts.resources)
    if (contains(kDomains, resource.type)) domains_.push_back(&resource);
}

/// By reference it is that domain, which is there where the reference is. By its name it is every domain of
/// that name, and one of them has to be there with the policy.
bool SearchDomains::holds(const Resource& policy_holder, bool (*is_so)(const Resource&)) const {
  if (has_settings_of_domain(policy_holder)) return is_so(policy_holder);
  if (!contains(kDomainPolicies, policy_holder.type)) return false;
  const Value* named = policy_holder.properties.find("domain_name");
  if (named == nullptr) return false;
  if (const Resource* domain = named_.attribute_of(policy_holder, *named, kDomains)) return is_so(*domain);
  const std::string name = domain_named_by(named);
  if (name.empty()) return false;
  bool found = false;
  for (const Resource* domain : domains_) {
    if (domain->unit != policy_holder.unit) continue;
    if (domain_named_by(domain->properties.find("domain_name")) != name) continue;
    if (!is_so(*domain)) return false;
    found = found || exists_with(*domain, policy_holder);
  }
  return found;
}

bool SearchDomains::hold_in_vpc(const Resource& policy_holder) const {
  return holds(policy_holder, is_in_vpc);
}

bool SearchDomains::ask_for_users(const Resource& policy_holder) const {
  return holds(policy_holder, has_users);
}

}  // namespace rootproof::rules
