#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/policy/answer.h"
#include "parsers/policy/policy_document.h"
#include "parsers/value/guard.h"
#include "parsers/value/value.h"

/// Who can still change a resource policy (policy.md §1.6; S3 API reference, "PutBucketPolicy"; SQS and KMS
/// developer guides, "key policy lockout").
namespace rootproof::policy {

/// What is asked, and what is known beside the document.
struct LockoutQuestion {
  /// Actions that change the policy. Whoever may call one of them can repair it.
  std::vector<std::string> repairs;
  /// ARN of what the policy belongs to: {P}, {R}, {A} as in SampleAction, {N} for its name.
  std::string resource;
  std::string name;    ///< empty when it is not known: what the document writes counts
  std::string region;  ///< in which it lies; empty when it is not known: what the document writes counts
  /// Identities are allowed nothing that the policy does not grant them or their account (KMS).
  bool needs_grant = false;
  /// The service refuses a policy after which whoever sends it could not change it again.
  bool checks_sender = false;
  std::vector<std::string> accounts;  ///< that may own it; empty: not known
  /// Symbol of the account that owns it: holes with another one stand for accounts that may be others. Empty:
  /// none does.
  std::string account{value::kOwnAccount};
  std::vector<std::string> created;  ///< users and roles of the owner that the code creates: "role/ci/deploy"
  /// Users and roles that the code creates in accounts that may be others, by the name that references use.
  /// Not owned; nullptr: none.
  const std::set<std::string, std::less<>>* elsewhere = nullptr;
  /// Types of the resources of the same code, by the name that references use; Terraform's stand in theirs.
  /// Not owned; nullptr: not known.
  const std::map<std::string, std::string, std::less<>>* types = nullptr;
};

struct LockoutAnswer {
  Answer answer;
  value::Guard guard;  ///< of a violation: when the statements that lock out stand in the document
  /// Places in the document of the statements that deny changing the policy; without any, of those that may
  /// allow it.
  std::vector<std::size_t> statements;
};

/// Does the policy lock everybody in its own account out who is no root user? violation: no user, role or
/// federated user that can be imagined may call any of `repairs`, whatever else the request carries; the
/// witness is a request of a role that is refused. safe: some identity that anyone can create, or that the
/// code creates, may. undecided too where only identities, networks, accounts or organizations are spared
/// that the policy names and the code does not know.
[[nodiscard]] LockoutAnswer locks_out_all_but_root(const PolicyDocument& document,
                                                   const LockoutQuestion& question);

}  // namespace rootproof::policy
