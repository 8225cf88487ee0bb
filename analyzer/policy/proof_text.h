#pragma once

#include <cstddef>
#include <set>
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

inline constexpr std::size_t kProofLines = 24;  ///< more nobody reads

/// The tree with one line for each statement and its rests below it, indented by two blanks for each level:
///
///     statement 1 (Iam) of a policy on node 1 denies root
///       actions other than iam:*: statement 2 (Rest) of a policy on node 1 denies root
///
/// At most kProofLines of them; then how many more there are.
[[nodiscard]] std::vector<std::string> proof_lines(const std::vector<ProofNode>& proof,
                                                   const ProofNames& names);

/// Lines of a proof that are shown together: for callers of every kind they are mostly the same, and needed
/// once.
class ShownProofs {
 public:
  /// Adds lines that are not there yet, as long as there is room for all of them (kProofLines).
  void add(const std::vector<std::string>& lines);
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::set<std::vector<std::string>> known_;
  std::vector<std::string> lines_;
};

}  // namespace rootproof::policy
