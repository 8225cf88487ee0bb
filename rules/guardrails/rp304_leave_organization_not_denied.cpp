#include <string>

#include "rules/guardrails/coverage.h"

namespace rootproof::rules {
namespace {

engine::Fix fix(const engine::Facts& /*facts*/, const organization::Organization& /*organization*/) {
  return {
      "deny organizations:LeaveOrganization on Resource \"*\" to everybody at the root of the organization",
      {}};
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp304;
const engine::Rule rp304{
    {
        .id = "RP304",
        .name = "leave-organization-not-denied",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary =
            "no service control policy keeps the root user from taking its account out of the organization",
        .meaning = R"md(
The question of RP301 for one action: is `organizations:LeaveOrganization` by the root user of every member account denied on the path of that account?

- **violation**: root can take some account out of the organization; the witness is that request.
- **safe**: denied everywhere. A policy that denies root everything (RP301) is enough, and so is an allow list that leaves `organizations:*` out.
- **undecided**: as in RP301.

Only the root user is asked about. A statement without a condition denies it to administrators as well.
)md",
        .why = R"md(
An account that leaves sheds every service control policy at once, those against root included. No workload ever needs it: accounts are moved from the
management account.
)md",
        .bad = R"md(
```yaml
Statement:
  - {Effect: Deny, Action: organizations:DeleteOrganization, Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["organizations:DeleteOrganization"]
  resources = ["*"]
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - {Effect: Deny, Action: organizations:LeaveOrganization, Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["organizations:LeaveOrganization"]
  resources = ["*"]
}
```
)md",
        .fix = R"md(
Add the statement of the good example to a service control policy that is attached to the root of the organization.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Datadog def-000-gbq",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  policy::RootQuestion question;
  question.action = "organizations:LeaveOrganization";
  check_guardrail(rp304, facts, {question, "organizations:LeaveOrganization by the root user", false, fix},
                  findings);
}

}  // namespace
}  // namespace rootproof::rules
