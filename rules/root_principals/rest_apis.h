#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "analyzer/engine/rule.h"
#include "rules/root_credentials/named_resources.h"

namespace rootproof::rules {

/// What callers of a REST API meet besides its policy.
enum class ApiBarrier : std::uint8_t {
  none,
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

 private:
  /// What the methods of one API ask for, the laxest first.
  enum class Demand : std::uint8_t { nothing, signature, authorizer };

  [[nodiscard]] const Resource* api_of(const Resource& holder) const;
  static Demand demand_of(const Resource& method);

  NamedResources named_;
  std::map<const Resource*, Demand> demands_;
  std::set<std::string> units_with_others_;  ///< where methods are of who knows which API
  std::set<const Resource*> extended_;       ///< given to modules that nobody sees
};

}  // namespace rootproof::rules
