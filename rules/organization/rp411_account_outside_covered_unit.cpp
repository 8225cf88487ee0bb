#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"

namespace rootproof::rules {
namespace {

using organization::Node;
using organization::NodeKind;
using organization::Organization;

/// An organizational unit, or a part of the tree, below which root is denied everything.
const Node* covered_unit(const Organization& organization, PathAnswers& answers) {
  for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
    const Node& node = organization.nodes[i];
    const bool unit = node.kind == NodeKind::organizational_unit && node.resource != nullptr;
    if (unit && answers.of(i).answer.verdict == policy::Verdict::safe) return &node;
  }
  return nullptr;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp411;
const engine::Rule rp411{
    {
        .id = "RP411",
        .name = "account-outside-covered-unit",
        .family = "organization",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "an account lies outside of the organizational units in which the root user is denied",
        .meaning = R"md(
Only where some organizational unit of the code is covered: its service control policies deny the root user everything (RP301).

- **violation**: an account of the code lies directly under the root, where a new account lies without `parent_id` or `ParentIds`, or in a unit beside the
  covered ones while most accounts are covered; and its root user is not denied everything.
- **undecided**: the unit that an account lies in is not known.
- **safe**: said by RP301.
)md",
        .why = R"md(
The guardrail exists, and this account is beside it. New accounts start under the root unless they are told otherwise.
)md",
        .bad = R"md(
```yaml
Trial:
  Type: AWS::Organizations::Account
  Properties: {AccountName: trial, Email: aws+trial@acme.example}
```
```hcl
resource "aws_organizations_account" "trial" {
  name  = "trial"
  email = "aws+trial@acme.example"
}
```
)md",
        .good = R"md(
```yaml
Trial:
  Type: AWS::Organizations::Account
  Properties: {AccountName: trial, Email: aws+trial@acme.example, ParentIds: [!Ref Workloads]}
```
```hcl
resource "aws_organizations_account" "trial" {
  name      = "trial"
  email     = "aws+trial@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
```
)md",
        .fix = R"md(
Place the account in a covered unit, or attach the guardrail to the root of the organization, which covers every account that will ever be.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, CIS AWS 7.0 2.1.4",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (reporting_place(organization) == nullptr) continue;
    PathAnswers answers(organization, every_request_of_root(facts));
    const GuardrailCoverage coverage = judge_guardrail(facts, organization, answers);
    const Node* covered = covered_unit(organization, answers);
    if (covered == nullptr || !coverage.declared || !coverage.doubts.empty()) continue;
    for (const std::size_t account : coverage.unknown) {
      const Node& node = organization.nodes[account];
      if (!node.parent_unknown) continue;
      engine::Finding finding =
          engine::make_finding(rp411, *node.resource, undecided({*node.parent_unknown}), node.resource->span);
      finding.identity = node.identity;
      finding.message = "whether account \"" + node.name + "\" lies in a unit like " + covered->name +
                        ", where the root user is denied everything, depends on " +
                        depends_on({*node.parent_unknown});
      findings.push_back(std::move(finding));
    }
    const std::size_t covered_accounts =
        coverage.accounts.size() - coverage.open.size() - coverage.unknown.size();
    for (const std::size_t account : coverage.open) {
      const Node& node = organization.nodes[account];
      // Where most accounts are open the guardrail is to blame, not the place of an account; RP301 says so.
      if (node.parent != organization::kRootNode && coverage.open.size() >= covered_accounts) continue;
      engine::Finding finding = engine::make_finding(rp411, *node.resource, violation(), node.resource->span);
      finding.answer.witness = answers.witness(account);
      finding.identity = node.identity;
      const bool at_root = node.parent == organization::kRootNode;
      finding.message = "account \"" + node.name + "\" lies " +
                        (at_root ? "directly under the root of the organization"
                                 : "in " + organization::path_name(organization, node.parent.value_or(0))) +
                        ", where the root user is not denied everything, as it is in " + covered->name;
      finding.related.push_back({covered->resource->span, "in this unit the root user is denied everything"});
      finding.fix = engine::Fix{
          "place the account in a unit that is covered, or attach the policy to the root of the organization",
          {}};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
