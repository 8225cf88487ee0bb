#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_principals/api_description.h"

namespace rootproof::rules {

/// What callers of a REST API meet besides its policy.
enum class ApiBarrier : std::uint8_t {
  none,
  unknown,            ///< what the methods of an interface description ask for is not known
  authorizers,        ///< every method has an authorizer, or asks for a key
  signatures,         ///< every method asks for those or for a signature, which any AWS account can make
  private_endpoints,  ///< only VPC endpoints reach it, of any AWS account
};

/// REST APIs of the code, by what their methods and endpoints ask for besides the policy (API Gateway
/// Developer Guide, "How API Gateway resource policies affect authorization workflow").
class RestApis {
 public:
  /// The facts must outlive it.
  explicit RestApis(const engine::Facts& facts);

  /// For a resource that holds the policy of an API: the API, or one that names it.
  [[nodiscard]] ApiBarrier barrier_of(const Resource& policy_holder) const;
  /// Why it is unknown.
  [[nodiscard]] std::vector<value::Reason> doubts_about_barrier_of(const Resource& policy_holder) const;

 private:
  [[nodiscard]] const Resource* api_of(const Resource& holder) const;
  static ApiDemand demand_of(const Resource& method);
  void note(const Resource* api, ApiDemand demand);
  void add_method(const Resource& method);
  void add_events(const Resource& function);

  NamedResources named_;
  std::map<const Resource*, ApiDemand> demands_;  ///< the least that methods of their own ask for
  std::set<std::string> units_with_others_;       ///< where methods are of who knows which API
  std::set<const Resource*> extended_;            ///< given to modules that nobody sees
};

}  // namespace rootproof::rules
