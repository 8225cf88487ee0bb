#include <string>
#include <string_view>

#include "rules/lockouts/lockout.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

/// What is known of the flag that makes KMS take a policy which locks its sender out.
enum class Bypass : std::uint8_t { off, on, unknown };

Bypass bypass_of(const Resource& resource) {
  Bypass bypass = Bypass::off;
  for (const char* property : {"BypassPolicyLockoutSafetyCheck", "bypass_policy_lockout_safety_check"})
    for (const NestedValue& found : values_at(resource.properties, property)) {
      const std::string text = lower_case(found.value.as_text().value_or("unknown"));
      if (text == "false") continue;
      if (text != "true" || !found.guard.always())
        bypass = Bypass::unknown;
      else
        return Bypass::on;
    }
  return bypass;
}

bool is_key_policy(const engine::PolicyInstance& instance) {
  const Resource& resource = *instance.resource;
  return (resource.kind == ResourceKind::key || resource.type == "aws_kms_key_policy") &&
         instance.document.kind == PolicyKind::resource;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp503;
const engine::Rule rp503{
    {
        .id = "RP503",
        .name = "key-policy-locks-out",
        .family = "lockouts",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a key policy leaves no user or role that can change it",
        .meaning = R"md(
Asks of every policy of a KMS key who of the key's own account may call `kms:PutKeyPolicy`. Unlike other policies a key policy must allow that itself: to an identity, or to the
account as a whole (`arn:aws:iam::…:root` in `Principal` is the **whole account**), whose IAM policies are then taken for granted.

- **violation**: no user, role or federated user: no statement allows it, or others deny it to all of them. Without `BypassPolicyLockoutSafetyCheck` KMS refuses a policy that
  locks out whoever sends it, so that the deployment fails; with it the key is lost.
- **safe**: the own account is allowed, or a role that the code creates.
- **undecided**: only an identity, VPC, account or organization that the policy names and the code does not know, or a value is not known.

A key without a policy gets the default one, which allows the account everything.
)md",
        .why = R"md(
Not even the root user can do anything with a key whose policy leaves the account out. The only way back is a case with AWS Support, who confirm it over the telephone number of the root
user. Until then nobody can rotate, disable or delete the key, or give access to what it encrypts.
)md",
        .bad = R"md(
```yaml
Key:
  Type: AWS::KMS::Key
  Properties:
    BypassPolicyLockoutSafetyCheck: true
    KeyPolicy:
      Statement:
        - {Effect: Allow, Principal: {AWS: !GetAtt Reader.Arn}, Action: 'kms:Decrypt', Resource: '*'}
```
```hcl
resource "aws_kms_key" "bad" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" }]
  })
}
```
)md",
        .good = R"md(
```yaml
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - {Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
        - {Effect: Allow, Principal: {AWS: !GetAtt Reader.Arn}, Action: 'kms:Decrypt', Resource: '*'}
```
```hcl
resource "aws_kms_key" "good" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { AWS = aws_iam_role.key_admin.arn }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" },
    ]
  })
}
```
)md",
        .fix = R"md(
Allow `kms:*` to the account, so that IAM policies decide, or at least `kms:PutKeyPolicy` to a role that stays. Leave `BypassPolicyLockoutSafetyCheck` out.
)md",
        .mappings = "Control Tower CT.KMS.PV.3, CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, AWS "
                    "Well-Architected SEC02-BP01",
    },
    check};

namespace {

std::string recovery(Bypass bypass) {
  std::string text =
      "What is left is the root user where the policy allows its account, else a case with AWS Support that "
      "is confirmed over the root user's telephone";
  if (bypass == Bypass::on) text += "; BypassPolicyLockoutSafetyCheck makes KMS take such a policy";
  if (bypass == Bypass::off)
    text += "; unless the root user deploys it, KMS refuses such a policy and the deployment fails";
  return text;
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const LockoutQuestions questions(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!is_key_policy(instance)) continue;
    const Bypass bypass = bypass_of(*instance.resource);
    policy::LockoutQuestion question = questions.about(instance);
    question.repairs = {"kms:PutKeyPolicy"};
    question.resource = "arn:{P}:kms:{R}:{A}:key/{N}";
    question.needs_grant = true;
    question.checks_sender = bypass == Bypass::off;
    judge_lockout(
        rp503, instance, question,
        {"leaves no user or role of its account that can change the key policy", recovery(bypass),
         "whether anybody but the root user can change the key policy of ",
         "allow kms:* to the account (arn:aws:iam::ACCOUNT:root in Principal is the whole account), "
         "or kms:PutKeyPolicy to a role that stays"},
        findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
