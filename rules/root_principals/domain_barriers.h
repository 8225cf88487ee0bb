#pragma once

#include <set>
#include <string>
#include <utility>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// What the code puts between an open access policy of a search domain and everyone.
class DomainBarriers {
 public:
  explicit DomainBarriers(const engine::Facts& facts);
  /// Whether the policy is that of a domain in a VPC, in which it stands or which it names: whoever reaches
  /// the VPC's network gets in, and nobody else (OpenSearch Service Developer Guide, "Launching your Amazon
  /// OpenSearch Service domains within a VPC").
  [[nodiscard]] bool is_in_vpc(const Resource& policy_holder) const;
  /// The same of a domain whose fine-grained access control asks every caller who he is; beside it AWS
  /// recommends an open policy (the same guide, "Fine-grained access control in Amazon OpenSearch Service").
  [[nodiscard]] bool asks_who_calls(const Resource& policy_holder) const;

 private:
  using Names = std::set<std::pair<std::string, std::string>>;  ///< unit and name or symbol
  static Names domains(const engine::Facts& facts, bool (*has_barrier)(const Resource& domain));
  static bool holds(const Names& names, const Resource& policy_holder);

  Names in_vpc_;
  Names fine_grained_;
};

}  // namespace rootproof::rules
