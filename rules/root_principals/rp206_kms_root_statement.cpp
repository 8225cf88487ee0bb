#include <optional>
#include <string>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/questions.h"
#include "rules/answers.h"
#include "rules/root_principals/other_resource.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kQuestion = "another account as a whole may administer this key";

void report(const engine::Rule& rule, const Grant& grant, policy::Answer answer,
            const RelatedAccount& related, engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  const std::string account = account_name(grant.the_principal());
  finding.message = "the whole account " + account +
                    " (not only its root user) is let in as an administrator of the key" +
                    under(finding, grant.instance.resource->guard & grant.the_statement().guard);
  // As RP202 has it, which this rule stands in for.
  if (writes_policies(grant)) finding.severity = engine::Severity::critical;
  if (const auto& witness = finding.answer.witness)
    finding.message += ": its root user, or any identity it permits, may " + witness->action;
  finding.message += unless_own(related);
  finding.fix = engine::Fix{
      "leave administration to the key's own account, and name the role that uses the key with the "
      "actions it needs, for example kms:Decrypt for arn:aws:iam::" +
          account + ":role/NAME" +
          (related.undeclared.empty() ? "" : "; the account that this is deployed to goes into own_accounts"),
      {}};
  findings.push_back(std::move(finding));
}

/// What the own account has by a grant. Whether it is enough others ask: RP204, RP503.
std::string own_administration(const Grant& grant) {
  const std::optional<policy::Answer> only_root =
      policy::reaches_only_root(grant.instance.document, grant.statement);
  if (only_root && only_root->verdict == policy::Verdict::violation)
    return "of the key's own account only the root user administers it by this statement, and no other "
           "account "
           "does";
  if (!grant.the_statement().conditions.empty())
    return "the key's own account administers it as far as the conditions let it, and no other account does";
  return "the key's own account as a whole administers it: so AWS keeps keys manageable";
}

void report_safe(const engine::Rule& rule, const Grant& grant, policy::Answer answer, bool own,
                 engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  finding.message = own ? own_administration(grant)
                        : "no other account as a whole administers the key through this principal";
  findings.push_back(std::move(finding));
}

void check_grant(const engine::Rule& rule, const KnownAccounts& accounts, const Grant& grant,
                 engine::Findings& findings) {
  if (is_about_another_resource(accounts.facts(), grant.instance, grant.the_statement()))
    return report_safe(rule, grant, safe("its Resource is no key, so that it lets nobody administer one"),
                       false, findings);
  RelatedAccount account = accounts.relate(grant.instance, grant.the_statement(), grant.the_principal());
  if (account.relation != AccountRelation::foreign && account.relation != AccountRelation::unknown) {
    const bool own = account.relation == AccountRelation::own;
    return report_safe(rule, grant, safe("it names " + std::string(describe(account.relation))), own,
                       findings);
  }
  policy::Answer answer =
      accounts.lets_in_as_a_whole(grant.instance, grant.instance.document, grant.statement, grant.principal);
  if (answer.verdict == policy::Verdict::safe)
    return report_safe(rule, grant, std::move(answer), false, findings);
  if (account.relation == AccountRelation::unknown) {
    add_reasons(account.reasons, answer.reasons);
    findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(account.reasons)));
  } else if (answer.verdict == policy::Verdict::violation) {
    report(rule, grant, std::move(answer), account, findings);
  } else {
    findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(answer.reasons)));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp206;
const engine::Rule rp206{{
                             .id = "RP206",
                             .name = "kms-root-statement",
                             .family = "root_principals",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "another account as a whole administers a KMS key",
                             .meaning = R"md(
Looks at the statements of key policies that allow `kms:PutKeyPolicy` or `kms:ScheduleKeyDeletion`, mostly through `kms:*`, to an account: twelve digits or
`arn:…:iam::<account>:root`, which in a `Principal` element is the **whole account**, not its root user alone.

- **violation**: the account is another one, it is not trusted, and no condition narrows the grant to fewer callers. The witness is a request of its root user.
  Severity *critical* where the statement allows `kms:CreateGrant`, as `kms:*` does: whoever has it hands the key on. `kms:PutKeyPolicy` KMS takes from the own account alone.
- **safe**: the key's own account, also where its id hangs on the same unknown as that of the provider (`local.account[terraform.workspace]`). `kms:*` for it is what AWS writes into every key policy: it keeps the key manageable and lets IAM policies work. The statement alone gives no role
  anything. Also an account of the organization in the code or in its description, or one in `trusted_accounts`. Also a statement whose `Resource` is no key, or whose actions KMS takes from the own account alone: whether enough is left is RP503's matter.
- **undecided**: the account or a condition is not known; the condition names an organization of which nothing says that it is the own one (RP202); or several accounts are named, of which one may be
  the key's own: that is said of the first, the others are reported.

A key policy without such a statement is RP503's matter, other actions of other accounts RP202's.
)md",
                             .why = R"md(
The statement that is right for the own account is copied for a partner, who may then use the key for everything it protects, and hand it on by grants (`kms:CreateGrant`); the other
account alone decides who does. KMS takes `PutKeyPolicy` and `ScheduleKeyDeletion` from the key's own account only, so the administration that was meant does not even work.
)md",
                             .bad = R"md(
```yaml
KeyPolicy:
  Statement:
    - {Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
    - {Effect: Allow, Principal: {AWS: '999988887777'}, Action: 'kms:*', Resource: '*'}
```
```hcl
Statement = [
  { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
  { Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:root" }, Action = "kms:*", Resource = "*" },
]
```
)md",
                             .good = R"md(
```yaml
KeyPolicy:
  Statement:
    - {Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
    - {Effect: Allow, Principal: {AWS: 'arn:aws:iam::999988887777:role/reader'}, Action: 'kms:Decrypt', Resource: '*'}
```
```hcl
Statement = [
  { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
  { Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:role/reader" }, Action = "kms:Decrypt", Resource = "*" },
]
```
)md",
                             .fix = R"md(
Keep `kms:*` for the own account. Name the roles of the other account that use the key, with the actions they need.
)md",
                             .mappings = "Checkov CKV_AWS_33, AWS Well-Architected SEC03-BP07 SEC08-BP01",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const KnownAccounts accounts(facts);
  for_each_account_grant(
      facts,
      [&](const Grant& grant) {
        if (grant.matter() == GrantMatter::key_administration) check_grant(rp206, accounts, grant, findings);
      },
      [&](const UnknownGrants& unknown) {
        if (unknown.matter == GrantMatter::key_administration)
          findings.push_back(unknown_grants_finding(rp206, unknown, kQuestion));
      });
}

}  // namespace
}  // namespace rootproof::rules
