#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/placed_document.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/standing_ways.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

/// What the task policies of central root access are for: one action of each (IAM User Guide, "Perform a
/// privileged task on an AWS Organizations member account").
constexpr std::array<std::string_view, 5> kTaskActions = {"iam:ListAccessKeys", "iam:CreateLoginProfile",
                                                          "iam:DeleteAccessKey", "s3:DeleteBucketPolicy",
                                                          "sqs:SetQueueAttributes"};

/// The session of a root user, which acts on what its own account has.
policy::Request session_request(const std::string& partition, const policy::ScpPath& path,
                                std::string_view action) {
  const std::string account = path.account.empty() ? "111122223333" : path.account;
  policy::Request request;
  request.principal =
      policy::RequestPrincipal{"AWS", account, "arn:" + partition + ":iam::" + account + ":root"};
  request.action = action;
  request.resource = "*";
  policy::add_principal_context(request);
  policy::add_place_of_caller(request, path);
  policy::add_place_of_resource(request, path);
  request.context["aws:assumedroot"] = {"true"};
  return request;
}

/// A task that a root session cannot do, and the statement that denies it.
struct Blocked {
  policy::Request request;
  const policy::Statement* statement = nullptr;
  std::vector<value::Reason> doubts;  ///< why it may not
};

std::optional<Blocked> blocked_task(PathDenials& denials, const policy::ScpPath& path,
                                    const std::string& partition) {
  std::optional<Blocked> maybe;
  for (const std::string_view action : kTaskActions) {
    const policy::Request request = session_request(partition, path, action);
    const Denial denial = denials.of(path, partition, request);
    if (denial.surely()) return Blocked{request, denial.by, {}};
    if (denial.by != nullptr && !maybe) maybe = Blocked{request, denial.by, denial.doubts};
  }
  return maybe;
}

/// One that surely cannot be done before one that may not.
std::optional<Blocked> blocked_task(const Organization& organization, PathDenials& denials,
                                    std::size_t node) {
  const std::vector<std::string> partitions = organization.partitions();
  const policy::ScpPath path = organization::scp_path(organization, node);
  const std::size_t asked = organization.partition_unknown ? 1 : partitions.size();
  std::optional<Blocked> maybe;
  for (std::size_t i = 0; i < asked; ++i) {
    std::optional<Blocked> blocked = blocked_task(denials, path, partitions[i]);
    if (blocked && blocked->doubts.empty()) return blocked;
    if (!maybe) maybe = std::move(blocked);
  }
  return maybe;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp315;
const engine::Rule rp315{
    {
        .id = "RP315",
        .name = "guardrail-blocks-central-root-sessions",
        .family = "guardrails",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a service control policy denies the root sessions that central root access opens",
        .meaning = R"md(
Only where `aws_iam_organizations_features`, `organization.central_root_features` in `rootproof.yaml` or a described organization has `RootSessions` enabled. The session that `sts:AssumeRoot` opens carries the ARN of the
root user, so a Deny on `aws:PrincipalArn` `:root` hits it, unless it exempts requests in which `aws:AssumedRoot` is present.

- **violation**: in some account a session may not do what its task policy is for: reviewing and deleting root credentials, repairing a bucket or queue
  policy. The witness is such a request.
- **undecided**: the enabled features are not known, or whether an organization or unit that the statement names is that of the account.
- Silent where sessions pass.

CloudFormation has no resource that enables root sessions.
)md",
        .why = R"md(
Central root access is there so that nobody needs a root password to repair what only root can. A guardrail that denies its sessions leaves detaching
the guardrail as the only way, on the day when it is needed.
)md",
        .bad = R"md(
```yaml
Condition:
  ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}
```
```hcl
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:*:iam::*:root"]
}
```
)md",
        .good = R"md(
```yaml
Condition:
  ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}
  'Null': {aws:AssumedRoot: 'true'}
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:*:iam::*:root"]
}
condition {
  test     = "Null"
  variable = "aws:AssumedRoot"
  values   = ["true"]
}
```
)md",
        .fix = R"md(
Add `Null {"aws:AssumedRoot": "true"}` to the condition: requests with long-term root credentials have no such key and stay denied. `Bool` `false` would
switch the guardrail off, because it needs the key to be there.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Control Tower AWS-GR_RESTRICT_ROOT_USER ExemptAssumeRoot, Prowler "
                    "iam_root_credentials_management_enabled",
    },
    check};

namespace {

void check_organization(const engine::Facts& facts, const Organization& organization,
                        engine::Findings& findings) {
  const CentralRootFeature sessions = central_root_feature(facts, organization, kRootSessions);
  const bool nobody_says = sessions.resource == nullptr && sessions.enabled == policy::Truth::unknown;
  const Resource* place = sessions.resource != nullptr ? sessions.resource : reporting_place(organization);
  if (sessions.enabled == policy::Truth::no || nobody_says || place == nullptr ||
      organization.policy_type_disabled)
    return;
  PathDenials denials(organization);
  std::optional<Blocked> blocked;
  std::size_t blocked_in = organization::kRootNode;
  for (std::size_t node = 0; node < organization.nodes.size(); ++node) {
    if (node != organization::kRootNode && !is_member_account(organization.nodes[node])) continue;
    std::optional<Blocked> here = blocked_task(organization, denials, node);
    if (!here || (blocked && !here->doubts.empty())) continue;
    blocked = std::move(here);
    blocked_in = node;
    if (blocked->doubts.empty()) break;
  }
  if (!blocked) return;
  std::vector<value::Reason> unknown = sessions.reasons;
  add_reasons(unknown, blocked->doubts);
  policy::Answer answer = unknown.empty() ? violation() : undecided(unknown);
  if (unknown.empty()) answer.witness = blocked->request;
  engine::Finding finding = engine::make_finding(rp315, *place, std::move(answer), blocked->statement->span);
  finding.identity = "sessions";
  const std::string where = blocked_in == organization::kRootNode
                                ? "every account"
                                : "account \"" + organization.nodes[blocked_in].name + "\"";
  if (blocked->doubts.empty()) {
    finding.message = "this statement denies " + blocked->request.action +
                      " to the root sessions that central root access opens in " + where;
    if (!unknown.empty())
      finding.message += "; whether such sessions are enabled depends on " + depends_on(unknown);
  } else {
    finding.message = "whether this statement denies " + blocked->request.action +
                      " to the root sessions that central root access opens in " + where + " depends on " +
                      depends_on(unknown);
  }
  if (sessions.resource != nullptr)
    finding.related.push_back({sessions.resource->span, "root sessions are enabled here"});
  finding.fix = engine::Fix{R"(add Null {"aws:AssumedRoot": "true"} to the condition)",
                            add_condition(*blocked->statement, "Null aws:AssumedRoot true")};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations)
    check_organization(facts, organization, findings);
}

}  // namespace
}  // namespace rootproof::rules
