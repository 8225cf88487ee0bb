#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/organization/reference.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/placed_document.h"
#include "rules/answers.h"
#include "rules/guardrails/standing_ways.h"
#include "rules/guardrails/unseen_parts.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

/// The member is any other of the organization, wherever it stands.
constexpr std::string_view kPlaceOfMember = "aws:resourceorgpaths";
constexpr std::string_view kAccountOfMember = "aws:resourceaccount";

/// The account of an organization that a delegation names; nullopt when it is none of this code.
std::optional<std::size_t> delegated_account(const Organization& organization, const Resource& delegation) {
  const std::vector<organization::Reference> found =
      organization::references(delegation.properties.find("account_id"));
  if (found.size() != 1) return std::nullopt;
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    const organization::Node& node = organization.nodes[i];
    if (node.kind != organization::NodeKind::account) continue;
    if (!found[0].literal.empty() && node.identity == found[0].literal) return i;
    if (node.resource != nullptr && found[0].symbol == node.resource->address + ".id") return i;
  }
  return std::nullopt;
}

/// Member accounts that have nothing in common: a denial for one of them, or for those of like ids, leaves
/// another one.
constexpr std::array<std::string_view, 4> kMembers{"111122223333", "444455556666", "738291046215",
                                                   "905817263440"};

/// sts:AssumeRoot in another member account by a role that nobody names.
policy::Request root_session_by_role(const std::string& partition, const policy::ScpPath& path,
                                     const std::string& member) {
  const std::string account = path.account.empty() ? "222233334444" : path.account;
  const std::string arn = "arn:" + partition;
  policy::Request request;
  request.principal = policy::RequestPrincipal{
      "AWS", account, arn + ":sts::" + account + ":assumed-role/Workload-7f3a/session"};
  request.action = "sts:AssumeRoot";
  request.resource = arn + ":iam::" + member + ":root";
  policy::add_principal_context(request);
  policy::add_place_of_caller(request, path);
  policy::add_place_of_resource(request, path);
  request.context["aws:resourceaccount"] = {member};
  request.context["aws:requestedregion"] = {partition == "aws-us-gov" ? "us-gov-west-1"
                                            : partition == "aws-cn"   ? "cn-north-1"
                                                                      : "us-east-1"};
  request.context["sts:taskpolicyarn"] = {arn + ":iam::aws:policy/root-task/IAMDeleteRootUserCredentials"};
  return request;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp307;
const engine::Rule rp307{
    {
        .id = "RP307",
        .name = "delegated-account-assume-root-unbounded",
        .family = "guardrails",
        .severity = engine::Severity::low,
        .tier = engine::Tier::opt_in,
        .summary = "any role of the delegated administrator of IAM may open root sessions in member accounts",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

Looks at the account that `aws_organizations_delegated_administrator` makes administrator of `iam.amazonaws.com`, and at the service control policies on its path.

- **violation**: they let a role that nobody names call `sts:AssumeRoot`; the witness is such a request.
- **safe**: they deny it to that role, as a policy does that denies it to all but some roles.
- **undecided**: an attachment or a condition is not known.
- Silent where the delegated account is no account of the scanned code.

CloudFormation has no resource for the delegation.
)md",
        .why = R"md(
In the delegated account `sts:AssumeRoot` is an ordinary permission: every administrator there acts as the root user of all member accounts. The management account cannot be bound,
this one can.
)md",
        .bad = R"md(
```yaml
# CloudFormation has no resource type for it
```
```hcl
resource "aws_organizations_account" "security" {
  name  = "security"
  email = "aws+security@acme.example"
}
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = aws_organizations_account.security.id
  service_principal = "iam.amazonaws.com"
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: sts:AssumeRoot
    Resource: '*'
    Condition: {ArnNotLike: {aws:PrincipalArn: 'arn:aws:iam::*:role/root-operations'}}
```
```hcl
resource "aws_organizations_policy_attachment" "bound" {
  policy_id = aws_organizations_policy.bound.id # with the statement above
  target_id = aws_organizations_account.security.id
}
```
)md",
        .fix = R"md(
Attach a service control policy to the delegated account that denies `sts:AssumeRoot` to all but the roles that manage root access.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled",
    },
    check};

namespace {

/// What a role chooses for its request, or what nobody knows of the member: a denial for one choice bounds
/// nothing.
std::set<std::string> open_keys(const policy::ScpPath& path) {
  std::set<std::string> keys{std::string(kPlaceOfMember), std::string(kAccountOfMember), "sts:taskpolicyarn"};
  if (path.account.empty()) keys.insert("aws:principalaccount");
  for (const policy::ScpLevel& level : path.levels)
    for (const policy::PolicyDocument* document : level.documents)
      for (const policy::Statement& statement : document->statements)
        for (const policy::Condition& condition : statement.conditions)
          if (std::string key = policy::to_lower(condition.key); policy::is_circumstance_key(key))
            keys.insert(std::move(key));
  return keys;
}

policy::Answer answer_for(const engine::Facts& facts, const Organization& organization, std::size_t account) {
  const policy::ScpPath path = organization::scp_path(organization, account);
  const std::vector<std::string> partitions = organization.partitions();
  PathDenials denials(organization);
  std::optional<policy::Request> open;
  std::vector<value::Reason> maybe;
  std::size_t bounded = 0;
  const std::set<std::string> keys = open_keys(path);
  for (const std::string& partition : partitions) {
    bool is_bounded = true;
    for (const std::string_view member : kMembers) {
      if (member == path.account) continue;
      const policy::Request request = root_session_by_role(partition, path, std::string(member));
      const Denial denial = denials.of(path, partition, request, keys);
      add_reasons(maybe, denial.doubts);
      is_bounded = is_bounded && denial.surely();
      if (!denial.surely() && denial.doubts.empty() && !open) open = request;
    }
    if (is_bounded) ++bounded;
  }
  if (bounded == partitions.size()) return safe("a service control policy denies it");
  add_reasons(maybe, unseen_parts_of(facts, organization));
  if (bounded > 0 && organization.partition_unknown) add_reasons(maybe, {*organization.partition_unknown});
  if (!open || !maybe.empty()) return undecided(std::move(maybe));
  policy::Answer answer = violation();
  answer.witness = std::move(open);
  return answer;
}

void check_delegation(const engine::Facts& facts, const Organization& organization, std::size_t account,
                      const Resource& delegation, engine::Findings& findings) {
  policy::Answer answer = answer_for(facts, organization, account);
  const policy::Verdict verdict = answer.verdict;
  engine::Finding finding = engine::make_finding(rp307, delegation, std::move(answer), delegation.span);
  const std::string where = "the delegated account \"" + organization.nodes[account].name + "\"";
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message = "no service control policy bounds sts:AssumeRoot in " + where +
                        ": any role there that has the permission acts as the root user of member accounts";
      finding.fix = engine::Fix{"deny sts:AssumeRoot there to all but the roles that manage root access", {}};
      break;
    case policy::Verdict::undecided:
      finding.message = "whether sts:AssumeRoot is bounded in " + where + " depends on " +
                        depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = "sts:AssumeRoot is denied to ordinary roles in " + where;
      break;
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    if (resource.type != "aws_organizations_delegated_administrator") continue;
    const value::Value* service = resource.properties.find("service_principal");
    if (service == nullptr || service->as_text() != kRootAccessService) continue;
    for (const Organization& organization : facts.organizations) {
      if (!is_part_of(organization, resource)) continue;
      if (const auto account = delegated_account(organization, resource))
        check_delegation(facts, organization, *account, resource, findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
