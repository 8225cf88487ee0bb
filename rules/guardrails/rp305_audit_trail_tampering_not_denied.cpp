#include <string>

#include "rules/guardrails/coverage.h"
#include "rules/guardrails/guardrail_definition.h"

namespace rootproof::rules {
namespace {

engine::Fix fix(const engine::Facts& /*facts*/, const organization::Organization& /*organization*/) {
  return {
      "deny these actions at the root of the organization to all but the roles that manage the trail, or "
      "deny "
      "root everything (RP301)",
      {}};
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp305;
const engine::Rule rp305{
    {
        .id = "RP305",
        .name = "audit-trail-tampering-not-denied",
        .family = "guardrails",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::opt_in,
        .summary =
            "no service control policy keeps the root user from switching off what records its account",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

The question of RP301 for the actions of the built-in guardrail `deny-audit-tampering`: stopping, deleting and changing trails of CloudTrail, recorders of
AWS Config, detectors of GuardDuty, and Security Hub.

- **violation**: the root user of some account can do one of them; the witness is that request.
- **safe**: all are denied in every account. A policy that denies root everything (RP301) is enough.
- **undecided**: as in RP301.

A policy that protects the trails of Control Tower alone (`aws-controltower-*`) leaves all others open.
)md",
        .why = R"md(
Whoever takes over the root user switches off the records first. Nothing an account does by itself needs these actions.
)md",
        .bad = R"md(
```yaml
Statement:
  - {Effect: Deny, Action: 'cloudtrail:*', Resource: 'arn:aws:cloudtrail:*:*:trail/aws-controltower-*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["cloudtrail:StopLogging"]
  resources = ["*"]
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'cloudtrail:UpdateTrail', 'cloudtrail:PutEventSelectors',
             'config:Delete*', 'config:Stop*', 'guardduty:Delete*', 'guardduty:Disassociate*', 'securityhub:Disable*']
    Resource: '*'
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:*:iam::*:root"] # with Action *, see RP301
}
```
)md",
        .fix = R"md(
Deny root everything, or deny these actions at the root of the organization, with an exception for the roles that manage the trail (never for root).
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED, Control Tower "
                    "AWS-GR_CONFIG_CHANGE_PROHIBITED",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  static const GuardrailDefinition kGuardrail = built_in_guardrail("deny-audit-tampering");
  policy::RootQuestion question;
  question.guardrail = &kGuardrail.policy;
  check_guardrail(rp305, facts,
                  {question, "what switches off the records of the account, by the root user,", false, fix},
                  findings);
}

}  // namespace
}  // namespace rootproof::rules
