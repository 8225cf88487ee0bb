#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/evaluate.h"

/// The full decision about one request: every kind of policy that has a say (policy.md §1.5; IAM User Guide,
/// "Policy evaluation logic"; AWS Organizations User Guide, "SCP evaluation", "RCP evaluation").
namespace rootproof::policy {

/// The policies that have a say. A set that is empty does not exist, except for the nodes of
/// `service_control`: a node without policies allows nothing.
struct PolicySets {
  /// SCPs by node, from the root of the organization down to the account, FullAWSAccess among them where it
  /// is attached; no nodes: the account is in no organization.
  std::vector<std::vector<PolicyDocument>> service_control;
  std::vector<PolicyDocument> resource_control;
  std::vector<PolicyDocument> resource;  ///< of the resource: bucket policy, key policy, trust policy …
  std::vector<PolicyDocument> identity;  ///< of the caller and its groups
  std::vector<PolicyDocument> boundary;  ///< the caller's permissions boundary
  std::vector<PolicyDocument> session;   ///< session policies; the task policy of an AssumeRoot session
  std::vector<PolicyDocument> endpoint;  ///< of the VPC endpoint the request goes through
};

/// What neither the policies nor the request say.
struct Circumstances {
  std::string resource_account;  ///< twelve digits; empty: as the resource's ARN says, else the caller's own
  bool caller_in_management_account = false;
  bool resource_in_management_account = false;
  /// The caller is a federated user whose session a root user requested (GetFederationToken).
  bool federated_by_root = false;
};

/// Which policies settled a decision. The "implicit" ones allow nothing that fits.
enum class DecisiveSet : std::uint8_t {
  grant,  ///< allowed
  service_control,
  service_control_implicit,
  resource_control,
  endpoint,
  endpoint_implicit,
  resource,
  identity,
  boundary,
  boundary_implicit,
  session,
  session_implicit,
  key_policy_implicit,  ///< a key policy that leaves out its own account, root user included
  nothing,              ///< no policy grants the request
};
/// The name in JSON output: "scp", "scp-implicit", "rcp", …
[[nodiscard]] const char* to_string(DecisiveSet set);

struct Authorization {
  DecisionKind kind = DecisionKind::implicit_deny;
  DecisiveSet by = DecisiveSet::nothing;
  /// Statements of the set that settled it: indices into its documents (for SCPs counted over all nodes).
  std::vector<DecidingStatement> statements;
  std::vector<value::Reason> undecided;  ///< set when something unknown could change the decision
};

/// Decides one request. Root users are allowed what no policy denies; their exceptions are those of policy.md
/// §1.5 and §1.6: AssumeRole, KMS keys whose policy leaves out the account, the three calls with which the
/// owner's root user repairs a bucket policy.
[[nodiscard]] Authorization authorize(const PolicySets& sets, const Circumstances& circumstances,
                                      const Request& request);

/// Services whose resources RCPs protect (AWS Organizations User Guide, "RCPs", as of 2026-09).
[[nodiscard]] bool has_resource_control(std::string_view service);

}  // namespace rootproof::policy
