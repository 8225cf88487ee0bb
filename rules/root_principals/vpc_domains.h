#pragma once

#include <set>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Search domains that the code puts into a VPC: an open access policy is then open to whoever reaches the
/// VPC's network, and to nobody else (OpenSearch Service Developer Guide, "Launching your Amazon OpenSearch
/// Service domains within a VPC").
class VpcDomains {
 public:
  explicit VpcDomains(const engine::Facts& facts);
  /// Whether the policy is that of such a domain: it stands in the domain, or names it.
  [[nodiscard]] bool contain_domain_of(const Resource& policy_holder) const;

 private:
  std::set<std::pair<std::string, std::string>> names_;  ///< unit and name or symbol
};

}  // namespace rootproof::rules
