#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/policy/box_search.h"

/// Proofs in sentences.
namespace rootproof::policy {

/// What a proof says of the statements it rests on.
class ProofNames {
 public:
  ProofNames() = default;
  ProofNames(const ProofNames&) = delete;
  ProofNames& operator=(const ProofNames&) = delete;
  virtual ~ProofNames() = default;
  /// "statement 1 (DenyRoot) of a policy on node 1 denies root".
  [[nodiscard]] virtual std::string claim(const StatementBox& box) const = 0;
};

/// The tree with one line for each statement and its rests below it, indented by two blanks for each level:
///
///     statement 1 (Iam) of a policy on node 1 denies root
///       actions other than iam:*: statement 2 (Rest) of a policy on node 1 denies root
///
/// At most `lines` of them; then how many more there are.
[[nodiscard]] std::vector<std::string> proof_lines(const std::vector<ProofNode>& proof,
                                                   const ProofNames& names, std::size_t lines);

}  // namespace rootproof::policy
