#pragma once

#include <set>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Search domains of the code that keep callers out whom their access policy lets in.
class SearchDomains {
 public:
  explicit SearchDomains(const engine::Facts& facts);

  /// Whether the policy is that of a domain in a VPC: it stands in the domain, or names it. An open policy is
  /// then open to whoever reaches the VPC's network, and to nobody else (OpenSearch Service Developer Guide,
  /// "Launching your Amazon OpenSearch Service domains within a VPC").
  [[nodiscard]] bool hold_in_vpc(const Resource& policy_holder) const;

  /// The same of a domain with fine-grained access control and without anonymous access: whom the policy lets
  /// in must still be a user of the domain (the same guide, "Fine-grained access control in Amazon OpenSearch
  /// Service").
  [[nodiscard]] bool ask_for_users(const Resource& policy_holder) const;

 private:
  using Names = std::set<std::pair<std::string, std::string>>;  ///< unit and name or symbol

  Names in_vpc_;
  Names with_users_;
};

}  // namespace rootproof::rules
