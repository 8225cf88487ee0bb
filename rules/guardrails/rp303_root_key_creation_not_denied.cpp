#include <string>

#include "rules/guardrails/coverage.h"

namespace rootproof::rules {
namespace {

engine::Fix fix(const engine::Facts& /*facts*/, const organization::Organization& /*organization*/) {
  return {
      "deny iam:CreateAccessKey on Resource \"*\" with ArnLike aws:PrincipalArn \"arn:*:iam::*:root\" at the "
      "root of "
      "the organization, or deny everything to root (RP301)",
      {}};
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp303;
const engine::Rule rp303{
    {
        .id = "RP303",
        .name = "root-key-creation-not-denied",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "no service control policy keeps the root user from creating access keys",
        .meaning = R"md(
The same question as RP301 for one action: is `iam:CreateAccessKey` by the root user of every member account denied on the path of that account?

- **violation**: root can create a key in some account; the witness is that request.
- **safe**: denied everywhere. A policy that denies root everything (RP301) is enough.
- **undecided**: as in RP301. A statement on `Resource: arn:aws:iam::*:root` without a condition is undecided as well: AWS does not say whether
  root's own request is evaluated against that resource.
)md",
        .why = R"md(
A root access key never expires, needs no MFA, and no policy of its account limits it. Centralized root credentials and this guardrail together
keep such keys from coming into being.
)md",
        .bad = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: iam:CreateAccessKey
    Resource: arn:aws:iam::*:user/*
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["iam:CreateAccessKey"]
  resources = ["arn:aws:iam::*:user/*"]
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: iam:CreateAccessKey
    Resource: '*'
    Condition:
      ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["iam:CreateAccessKey"]
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
Deny `iam:CreateAccessKey` on `Resource: "*"` to `arn:*:iam::*:root`, attached at the root of the organization; or deny everything to root, see RP301.
Delete existing keys first, by hand or through centralized root access: the policy does not remove them.
)md",
        .mappings = "CIS AWS 3.0 1.4, CIS AWS 5.0 1.3, CIS AWS 7.0 2.4, Security Hub IAM.4, AWS Config "
                    "iam-root-access-key-check, Control Tower "
                    "AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Prowler iam_no_root_access_key, NIST 800-53 "
                    "AC-2(1) AC-3(7) AC-3(15) AC-6 "
                    "AC-6(2) AC-6(10), PCI DSS 3.2.1 2.1 2.2 7.2.1, ISO 27001:2022 A.5.15, AWS "
                    "Well-Architected SEC01-BP02",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  check_guardrail(rp303, facts, {{"iam:CreateAccessKey"}, "iam:CreateAccessKey by the root user", false, fix},
                  findings);
}

}  // namespace
}  // namespace rootproof::rules
