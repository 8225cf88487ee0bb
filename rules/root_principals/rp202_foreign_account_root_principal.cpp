#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "analyzer/policy/evaluate.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

/// Actions that change who may do what: whoever has one of them can give himself the rest.
constexpr std::array<std::string_view, 22> kPolicyWritingActions{
    "backup:PutBackupVaultAccessPolicy",
    "codeartifact:PutRepositoryPermissionsPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "es:UpdateDomainConfig",
    "events:PutPermission",
    "glacier:SetVaultAccessPolicy",
    "glue:PutResourcePolicy",
    "iam:UpdateAssumeRolePolicy",
    "kinesis:PutResourcePolicy",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "lambda:AddPermission",
    "logs:PutResourcePolicy",
    "s3:PutAccessPointPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "secretsmanager:PutResourcePolicy",
    "sns:SetTopicAttributes",
    "sqs:AddPermission",
    "sqs:SetQueueAttributes",
};

bool names_action(const Statement& statement, std::string_view action) {
  return std::any_of(statement.actions.begin(), statement.actions.end(), [&](const policy::Pattern& pattern) {
    const auto text = pattern.text();
    return text && policy::glob_match(*text, action, true);
  });
}

bool writes_policies(const Statement& statement) {
  return std::any_of(
      kPolicyWritingActions.begin(), kPolicyWritingActions.end(),
      [&](std::string_view action) { return names_action(statement, action) != statement.not_action; });
}

/// One principal of one Allow statement.
struct Place {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  std::size_t principal = 0;

  [[nodiscard]] const Statement& the_statement() const { return instance.document.statements[statement]; }
  [[nodiscard]] const policy::Principal& the_principal() const {
    return the_statement().principals[principal];
  }
};

std::string account_name(const policy::Principal& principal) {
  if (!principal.account.id.empty()) return principal.account.id;
  return principal.account.symbol.empty() ? shown(principal.text.value) : principal.account.symbol;
}

engine::Finding start(const engine::Rule& rule, const Place& place, policy::Answer answer) {
  const policy::Principal& principal = place.the_principal();
  engine::Finding finding = engine::make_finding(rule, *place.instance.resource, std::move(answer),
                                                 place_of_use(principal.text.value, principal.text.span));
  finding.origin = principal.text.value.origin();
  finding.identity = place.instance.path + "|" + statement_name(place.instance.document, place.statement) +
                     "|" + principal.text.value.to_display();
  return finding;
}

void report(const engine::Rule& rule, const Place& place, policy::Answer answer, engine::Findings& findings) {
  engine::Finding finding = start(rule, place, std::move(answer));
  const Statement& statement = place.the_statement();
  const std::string account = account_name(place.the_principal());
  finding.message = "the whole account " + account + " (not only its root user) is let in" +
                    under(place.instance.resource->guard & statement.guard);
  if (place.instance.document.kind == PolicyKind::trust) {
    finding.message +=
        ": any identity it permits may assume the role (root users themselves cannot assume roles)";
  } else if (const auto& witness = finding.answer.witness) {
    finding.message += ": its root user, or any identity it permits, may " + witness->action;
    if (!witness->resource.empty()) finding.message += " on " + witness->resource;
  }
  if (writes_policies(statement)) {
    finding.severity = engine::Severity::critical;
    finding.message += "; the actions include writing the policy itself";
  }
  finding.fix = engine::Fix{
      "name the role that needs it, for example arn:aws:iam::" + account +
          ":role/NAME, or add a condition on aws:PrincipalArn; an account that belongs to you goes into "
          "trusted_accounts",
      {}};
  findings.push_back(std::move(finding));
}

void report_unknown(const engine::Rule& rule, const Place& place, std::vector<value::Reason> reasons,
                    engine::Findings& findings) {
  engine::Finding finding = start(rule, place, undecided(std::move(reasons)));
  finding.message = "whether this principal lets another account as a whole in depends on " +
                    depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

void report_safe(const engine::Rule& rule, const Place& place, policy::Answer answer,
                 engine::Findings& findings) {
  engine::Finding finding = start(rule, place, std::move(answer));
  finding.message = "no other account as a whole is let in by this principal";
  findings.push_back(std::move(finding));
}

void check_principal(const engine::Rule& rule, const KnownAccounts& accounts, const Place& place,
                     engine::Findings& findings) {
  const policy::Principal& principal = place.the_principal();
  if (principal.type != policy::PrincipalType::aws && principal.type != policy::PrincipalType::unknown)
    return;
  if (principal.form != policy::AwsPrincipalForm::account &&
      principal.form != policy::AwsPrincipalForm::unknown) {
    return;
  }
  RelatedAccount account = accounts.relate(place.instance, place.the_statement(), principal);
  if (account.relation != AccountRelation::foreign && account.relation != AccountRelation::unknown) {
    return report_safe(rule, place, safe("it names " + std::string(describe(account.relation))), findings);
  }
  policy::Answer answer = policy::grants_whole_account(place.instance.document, place.statement,
                                                       place.principal, place.instance.services);
  if (answer.verdict == policy::Verdict::safe) return report_safe(rule, place, std::move(answer), findings);
  if (account.relation == AccountRelation::unknown) {
    add_reasons(account.reasons, answer.reasons);
    return report_unknown(rule, place, std::move(account.reasons), findings);
  }
  if (answer.verdict == policy::Verdict::violation) return report(rule, place, std::move(answer), findings);
  report_unknown(rule, place, std::move(answer.reasons), findings);
}

/// Entries of the principal list that are not known at all, or a document of which nothing more is known.
void report_missing(const engine::Rule& rule, const engine::PolicyInstance& instance,
                    const std::vector<value::Reason>& reasons, source::Span place,
                    const std::string& identity, engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, *instance.resource, undecided(reasons), place);
  finding.message =
      "whether this policy lets another account as a whole in depends on " + depends_on(reasons);
  finding.identity = instance.path + "|" + identity;
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp202;
const engine::Rule rp202{
    {
        .id = "RP202",
        .name = "foreign-account-root-principal",
        .family = "root_principals",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a policy lets another account in as a whole",
        .meaning = R"md(
Looks at every Allow statement of a resource policy or trust policy whose `Principal` names an account: twelve digits, or
`arn:…:iam::<account>:root`. In a `Principal` element both mean **the whole account**: its root user directly, and every
identity that the account's administrators permit. They do not mean the root user alone.

- **violation**: the account is another one, it is not trusted, and no condition (`aws:PrincipalOrgID`, `aws:PrincipalArn`,
  `aws:SourceAccount`, …) narrows the grant to fewer principals. The witness is a request of that account's root user.
  Severity *critical* when the actions include writing the policy itself.
- **safe**: the resource's own account (also the only one that a key policy lets set that policy again: KMS refuses
  policies that lock out the key's account), an account of the organization in the code, an account in `trusted_accounts`, an account
  from which AWS itself delivers logs, or conditions and Deny statements that narrow the grant.
- **undecided**: the account id or a condition is not known.
)md",
        .why = R"md(
The other account decides alone who uses the grant. Its root user needs nothing else: no policy on its side, no role. If that
account is taken over, this resource is open.
)md",
        .bad = R"md(
```yaml
QueuePolicy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Queue]
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: {AWS: '999988887777'}
          Action: sqs:*
          Resource: '*'
```
```hcl
data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::999988887777:root"]
    }
  }
}
```
)md",
        .good = R"md(
```yaml
        - Effect: Allow
          Principal: {AWS: 'arn:aws:iam::999988887777:role/reader'}
          Action: sqs:ReceiveMessage
          Resource: '*'
```
```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::999988887777:role/reader"]
    }
```
)md",
        .fix = R"md(
Name the role that needs the access. Where the other side must stay free to choose, keep the account and add a condition:

```json
"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::999988887777:role/reader-*"}}
```

An account that belongs to you goes into `trusted_accounts` of `rootproof.yaml`.
)md",
        .mappings = "Security Hub S3.6, Checkov CKV_AWS_61, AWS Well-Architected SEC03-BP07 SEC03-BP09",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const KnownAccounts accounts(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance)) continue;
    const policy::PolicyDocument& document = instance.document;
    if (!document.unknowns.empty()) {
      report_missing(rp202, instance, document.unknowns, document.span, "document", findings);
    }
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& statement = document.statements[i];
      if (statement.effect == policy::Effect::deny || statement.not_principal) continue;
      for (std::size_t j = 0; j < statement.principals.size(); ++j) {
        check_principal(rp202, accounts, {instance, i, j}, findings);
      }
      if (statement.principals_unknown) {
        report_missing(rp202, instance, statement.unknowns, principals_place(statement),
                       statement_name(document, i), findings);
      }
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
