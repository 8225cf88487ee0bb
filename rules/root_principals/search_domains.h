#pragma once

#include <vector>

#include "analyzer/engine/rule.h"
#include "rules/root_credentials/named_resources.h"

namespace rootproof::rules {

/// Search domains of the code that keep callers out whom their access policy lets in.
class SearchDomains {
 public:
  /// The facts must outlive it.
  explicit SearchDomains(const engine::Facts& facts);

  /// Whether the policy is that of a domain in a VPC: it stands in the domain, or among what a module is
  /// given that makes one, or names it. An open policy is then open to whoever reaches the VPC's network, and
  /// to nobody else (OpenSearch Service Developer Guide, "Launching your Amazon OpenSearch Service domains
  /// within a VPC").
  [[nodiscard]] bool hold_in_vpc(const Resource& policy_holder) const;

  /// The same of a domain with fine-grained access control and without anonymous access: whom the policy lets
  /// in must still be a user of the domain (the same guide, "Fine-grained access control in Amazon OpenSearch
  /// Service").
  [[nodiscard]] bool ask_for_users(const Resource& policy_holder) const;

 private:
  [[nodiscard]] bool holds(const Resource& policy_holder, bool (*is_so)(const Resource&)) const;

  NamedResources named_;
  std::vector<const Resource*> domains_;
};

}  // namespace rootproof::rules
