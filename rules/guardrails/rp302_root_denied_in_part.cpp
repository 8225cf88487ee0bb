#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/coverage.h"
#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/hole_classes.h"

namespace rootproof::rules {
namespace {

using engine::Severity;
using organization::Node;
using organization::Organization;

constexpr std::size_t kNamedAccounts = 10;
constexpr std::size_t kNamedStatements = 5;

/// domain.md RP302.
Severity severity_of(const std::string& hole_class) {
  if (hole_class == "escape") return Severity::critical;
  if (hole_class == "exposure" || hole_class == "destructive") return Severity::high;
  if (hole_class == "context") return Severity::medium;
  if (hole_class == "recovery") return Severity::low;
  return Severity::note;
}

std::string who(const Organization& organization, const std::vector<std::size_t>& accounts) {
  if (accounts.front() == organization::kRootNode) return "an account directly under the root";
  const std::string first = "account \"" + organization.nodes[accounts.front()].name + "\"";
  if (accounts.size() == 1) return first;
  return std::to_string(accounts.size()) + " accounts, e.g. " + first + ",";
}

void report(const engine::Rule& rule, const engine::Facts& facts, const Organization& organization,
            const std::vector<std::size_t>& accounts, const policy::RootAnswer& answer,
            policy::Request witness, engine::Findings& findings) {
  policy::RootQuestion question = every_request_of_root(facts);
  if (witness.principal && witness.principal->arn.starts_with("arn:"))
    question.partition = witness.principal->arn.substr(4, witness.principal->arn.find(':', 4) - 4);
  const policy::Coverage coverage =
      policy::covers(organization::scp_path(organization, accounts.front()), question, hole_classes());
  if (coverage.holes.empty()) return;
  const Resource& place = *reporting_place(organization);
  policy::Answer found = violation();
  found.witness = std::move(witness);
  engine::Finding finding = engine::make_finding(rule, place, std::move(found), place.span);
  const Node& first = organization.nodes[accounts.front()];
  finding.identity = first.resource != nullptr ? first.resource->address : first.identity;
  finding.severity = severity_of(coverage.holes.front().hole_class);
  finding.message = "the root user of " + who(organization, accounts) + " is denied only in part:";
  name_root_module(facts, organization, finding);
  for (const policy::GuardrailHole& hole : coverage.holes)
    finding.message +=
        (&hole == &coverage.holes.front() ? " " : ", ") + hole.witness.action + " (" + hole.hole_class + ")";
  finding.message += coverage.holes.size() == 1 ? " passes" : " pass";
  std::size_t named = 0;
  for (const std::size_t account : accounts) {
    const Resource* resource = organization.nodes[account].resource;
    if (resource == nullptr || resource == &place || ++named > kNamedAccounts) continue;
    finding.related.push_back({resource->span, "account \"" + organization.nodes[account].name + "\" (path " +
                                                   organization::path_name(organization, account) +
                                                   ") is covered in part"});
  }
  std::set<std::pair<source::Span, std::string>> said;
  for (const policy::Closest& closest : answer.closest) {
    if (said.size() >= kNamedStatements) break;
    if (said.emplace(closest.span, closest.explanation).second)
      finding.related.push_back({closest.span, "this statement leaves it open: " + closest.explanation});
  }
  finding.fix =
      engine::Fix{"deny root everything (RP301), and allow what must stay open by configuration", {}};
  findings.push_back(std::move(finding));
}

void report_doubt(const engine::Rule& rule, const Organization& organization,
                  const std::vector<std::size_t>& accounts, const std::vector<value::Reason>& doubts,
                  engine::Findings& findings) {
  const Resource& place = *reporting_place(organization);
  engine::Finding finding = engine::make_finding(rule, place, undecided(doubts), place.span);
  finding.identity = "unknown";
  finding.message =
      "the root user of " + who(organization, accounts) +
      " is denied only in part by what is here; whether the rest is denied elsewhere depends on " +
      depends_on(doubts);
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp302;
const engine::Rule rp302{{
                             .id = "RP302",
                             .name = "root-denied-in-part",
                             .family = "guardrails",
                             .severity = Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "service control policies about the root user leave holes",
                             .meaning = R"md(
Where a statement singles out the root user of a member account, or is about all actions of everybody (`Action: '*'`, `NotAction`, as in a Region lock), and surely denies some of root's requests
but not all, this rule says what the holes are good for. Every hole is shown by a request that passes on the whole path of the account. Where there is no such statement the account is
RP301's, also where single actions are denied to everybody.

| class | severity | example |
|---|---|---|
| escape | critical | `iam:CreateUser`, `organizations:LeaveOrganization`, `sts:GetFederationToken`: root gets other credentials, or sheds the policies |
| exposure | high | `s3:PutBucketPolicy`, `kms:Decrypt` |
| destructive | high | `kms:ScheduleKeyDeletion`, `cloudtrail:StopLogging` |
| context | medium | what is denied otherwise passes from one address, in one Region, or without MFA |
| recovery | low | what AWS documents as tasks of the root user: bucket and queue policies, its own MFA, billing |
| benign | note | `sts:GetSessionToken`; `sts:AssumeRole`, which root cannot call; what a service does on root's behalf (`aws:ViaAWSService`) |

- **violation**: there is a hole; the severity is that of the gravest class.
- **undecided**: there is a hole in what the code shows, and policies that live elsewhere may close it.
- **safe**: said by RP301.
)md",
                             .why = R"md(
A list of exceptions ages badly: one `iam:*` in `NotAction` gives root everything back, through a user it creates.
)md",
                             .bad = R"md(
```yaml
Statement:
  - Effect: Deny
    NotAction: ['iam:*', 'support:*']
    Resource: '*'
    Condition: {StringLike: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}
```
```hcl
statement {
  effect      = "Deny"
  not_actions = ["iam:*", "support:*"]
  resources   = ["*"]
  condition {
    test     = "StringLike"
    variable = "aws:PrincipalArn"
    values   = ["arn:aws:iam::*:root"]
  }
}
```
)md",
                             .good = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: '*'
    Resource: '*'
    Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["*"]
  resources = ["*"]
  condition {
    test     = "ArnLike"
    variable = "aws:PrincipalArn"
    values   = ["arn:*:iam::*:root"]
  }
}
```
)md",
                             .fix = R"md(
Deny root everything. What must stay open for a documented task of the root user is better opened for the time of that task, or done with a session
of centralized root access.
)md",
                             .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, "
                                         "Datadog def-000-52q, NIST 800-53 AC-3(15) "
                                         "AC-6, AWS Well-Architected SEC01-BP01 SEC01-BP02",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (reporting_place(organization) == nullptr) continue;
    PathAnswers answers(organization, every_request_of_root(facts));
    const GuardrailCoverage coverage = judge_guardrail(facts, organization, answers);
    std::map<const policy::RootAnswer*, std::vector<std::size_t>> by_answer;
    std::vector<const policy::RootAnswer*> order;
    for (const std::size_t account : coverage.open) {
      const policy::RootAnswer* answer = &answers.of(account);
      if (!answer->partly) continue;
      std::vector<std::size_t>& accounts = by_answer[answer];
      if (accounts.empty()) order.push_back(answer);
      accounts.push_back(account);
    }
    if (!coverage.doubts.empty()) {
      if (!order.empty())
        report_doubt(rp302, organization, by_answer.at(order.front()), coverage.doubts, findings);
      continue;
    }
    for (const policy::RootAnswer* answer : order) {
      const std::vector<std::size_t>& accounts = by_answer.at(answer);
      report(rp302, facts, organization, accounts, *answer, answers.witness(accounts.front()), findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
