#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"

namespace rootproof::rules {
namespace {

using organization::NodeKind;
using organization::Organization;

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp316;
const engine::Rule rp316{
    {
        .id = "RP316",
        .name = "guardrail-enumerates-accounts",
        .family = "guardrails",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "the root user is denied account by account, so that the next account will be open",
        .meaning = R"md(
- **violation**: the root user of at least two accounts is denied everything, in each by policies attached to that very account, and no organizational
  unit nor the root does it for the accounts below.
- **undecided**: the same, and whether the root or a unit is covered is not known.
- Silent otherwise: RP301 says which accounts are covered.
)md",
        .why = R"md(
Lists of accounts age. A policy on a unit or on the root covers the account that somebody creates next month.
)md",
        .bad = R"md(
```yaml
TargetIds: ['111122223333', '444455556666']
```
```hcl
resource "aws_organizations_policy_attachment" "deny_root" {
  for_each  = toset(["111122223333", "444455556666"])
  policy_id = aws_organizations_policy.deny_root.id
  target_id = each.value
}
```
)md",
        .good = R"md(
```yaml
TargetIds: [!GetAtt Organization.RootId]
```
```hcl
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
```
)md",
        .fix = R"md(
Attach the policy once, to the root of the organization or to the unit that all these accounts are in.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (reporting_place(organization) == nullptr) continue;
    PathAnswers answers(organization, every_request_of_root(facts));
    std::vector<std::size_t> one_by_one;
    bool above = false;  // some account is covered by what hangs above it
    std::vector<value::Reason> unknown;
    for (std::size_t i = 0; i < organization.nodes.size(); ++i) {
      const organization::Node& node = organization.nodes[i];
      if (node.kind != NodeKind::account && answers.of(i).answer.verdict == policy::Verdict::undecided)
        add_reasons(unknown, answers.of(i).answer.reasons);
      if (node.management || !node.exempt.empty() || answers.of(i).answer.verdict != policy::Verdict::safe)
        continue;
      if (node.kind != NodeKind::account) {
        above = true;
      } else if (!node.parent || answers.of(*node.parent).answer.verdict != policy::Verdict::safe) {
        one_by_one.push_back(i);
      }
    }
    if (one_by_one.size() < 2 || above) continue;
    const Resource& place = *reporting_place(organization);
    engine::Finding finding =
        engine::make_finding(rp316, place, unknown.empty() ? violation() : undecided(unknown), place.span);
    finding.identity = "accounts";
    finding.message = "the root user is denied in " + std::to_string(one_by_one.size()) +
                      " accounts, each by what is attached to that account; ";
    finding.message += unknown.empty()
                           ? "the next account will be open"
                           : "whether the next account will be open depends on " + depends_on(unknown);
    for (const std::size_t account : one_by_one) {
      for (const std::size_t index : organization.nodes[account].attached) {
        const Resource* attachment = organization.attachments[index].resource;
        if (attachment != nullptr)
          finding.related.push_back(
              {attachment->span, "attached to " + organization.nodes[account].name + " here"});
      }
      if (finding.related.size() >= 5) break;
    }
    finding.fix =
        engine::Fix{"attach the policy to an organizational unit or to the root of the organization", {}};
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rootproof::rules
