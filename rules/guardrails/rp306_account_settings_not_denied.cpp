#include <string>

#include "rules/guardrails/coverage.h"
#include "rules/guardrails/guardrail_definition.h"

namespace rootproof::rules {
namespace {

engine::Fix fix(const engine::Facts& /*facts*/, const organization::Organization& /*organization*/) {
  return {"deny these actions at the root of the organization, or deny root everything (RP301)", {}};
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp306;
const engine::Rule rp306{
    {
        .id = "RP306",
        .name = "account-settings-not-denied",
        .family = "guardrails",
        .severity = engine::Severity::low,
        .tier = engine::Tier::opt_in,
        .summary = "no service control policy keeps the root user from changing what its account is",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

The question of RP301 for the actions of the built-in guardrail `deny-account-settings`: closing the account, changing the e-mail address of its root user,
its contacts and Regions, and whether IAM users see billing.

- **violation**: the root user of some account can do one of them; the witness is that request.
- **safe**: all are denied in every account. A policy that denies root everything (RP301) is enough.
- **undecided**: as in RP301.

The management account does all of this for its members without their root users.
)md",
        .why = R"md(
A changed e-mail address takes the recovery of the root user away from its owner; a Region that is enabled unseen is a place that nobody watches.
)md",
        .bad = R"md(
```yaml
Statement:
  - {Effect: Deny, Action: account:CloseAccount, Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["account:CloseAccount"]
  resources = ["*"]
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - {Effect: Deny, Action: ['account:*', 'billing:UpdateIAMAccessPreference'], Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["account:*", "billing:UpdateIAMAccessPreference"]
  resources = ["*"]
}
```
)md",
        .fix = R"md(
Deny root everything, or add the statement of the good example to a service control policy that is attached to the root of the organization.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Security Hub Account.1",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  static const GuardrailDefinition kGuardrail = built_in_guardrail("deny-account-settings");
  policy::RootQuestion question;
  question.guardrail = &kGuardrail.policy;
  check_guardrail(rp306, facts,
                  {question, "a change of the settings of the account by the root user", false, fix},
                  findings);
}

}  // namespace
}  // namespace rootproof::rules
