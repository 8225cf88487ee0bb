#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/request.h"
#include "parsers/policy/policy_document.h"

/// What a change of policies means (policy.md §3.2, Q5).
namespace rootproof::policy {

enum class Relation : std::uint8_t { equivalent, narrower, broader, incomparable, undecided };
[[nodiscard]] const char* to_string(Relation relation);

struct Comparison {
  Relation relation = Relation::undecided;
  std::optional<Request> new_access;   ///< allowed by the new policies, not by the old ones
  std::optional<Request> lost_access;  ///< allowed by the old policies, not by the new ones
  std::vector<value::Reason> undecided;
  /// Why nothing is newly allowed, and why nothing is no longer allowed, as far as that is so and was asked
  /// for.
  std::vector<std::string> proof;
};

enum class Proofs : std::uint8_t { left_out, kept };

/// Compares two sets of policies, each of which applies together (a union of statements, Deny wins). Requests
/// of every caller the documents can tell apart are considered, with every key present or absent, except for
/// days that are past and keys that follow from the caller. Both witnesses evaluate to what they claim.
[[nodiscard]] Comparison compare(std::span<const PolicyDocument> old_documents,
                                 std::span<const PolicyDocument> new_documents,
                                 Proofs proofs = Proofs::left_out);

}  // namespace rootproof::policy
