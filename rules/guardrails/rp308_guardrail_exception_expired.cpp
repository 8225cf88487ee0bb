#include <string>

#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"

namespace rootproof::rules {
namespace {

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp308;
const engine::Rule rp308{
    {
        .id = "RP308",
        .name = "guardrail-exception-expired",
        .family = "guardrails",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "an exception from a guardrail in rootproof.yaml has ended",
        .meaning = R"md(
Looks at the exceptions of `rootproof.yaml`: accounts and units under `organization.exempt`, and what guardrails allow. Each has a reason and a last day.

- **violation**: the last day of an exception is over. It no longer counts: the account is asked about again, the action must be denied again.

Reported where an organization is in the scanned code, at the organization.
)md",
        .why = R"md(
An exception is a promise to come back. One that ends unseen is either forgotten, or the guardrail has been closed behind it and it can go.
)md",
        .bad = R"md(
```yaml
# rootproof.yaml
organization:
  exempt:
    - {account: '111122223333', reason: being migrated, until: 2020-06-30}
```
```hcl
resource "aws_organizations_organization" "org" {} # in the same repository
```
)md",
        .good = R"md(
```yaml
# rootproof.yaml
organization:
  exempt:
    - {account: '111122223333', reason: 'being migrated, ticket ORG-7', until: 2030-06-30}
```
```hcl
resource "aws_organizations_organization" "org" {} # in the same repository
```
)md",
        .fix = R"md(
Delete the exception, or give it a new day and say why.
)md",
        .mappings = "",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const organization::Organization& organization : facts.organizations) {
    const Resource* place = reporting_place(organization);
    if (place == nullptr) continue;
    for (const std::string& exception : facts.settings.expired_exceptions) {
      engine::Finding finding = engine::make_finding(rp308, *place, violation(), place->span);
      finding.identity = exception;
      finding.message = "the exception for " + exception + " is over and no longer counts";
      finding.fix = engine::Fix{"delete the exception from rootproof.yaml, or give it a new last day", {}};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
