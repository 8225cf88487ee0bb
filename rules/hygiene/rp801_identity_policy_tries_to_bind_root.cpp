#include <string>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/statement_questions.h"
#include "rules/answers.h"
#include "rules/guardrails/root_fence.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

/// Policies that hang on users, roles and groups, which root users are none of.
bool attaches_to_identities(PolicyKind kind) {
  return kind == PolicyKind::identity || kind == PolicyKind::permissions_boundary ||
         kind == PolicyKind::session;
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

/// Root is written in the conditions, or they leave nobody but root users.
bool is_about_root(const policy::PolicyDocument& document, std::size_t index) {
  return names_root_user(document.statements[index]) ||
         policy::applies_to_root(document, index).answer.verdict == policy::Verdict::safe;
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  std::optional<policy::Answer> answer = policy::reaches_only_root(instance.document, index);
  if (!answer) return;
  const std::string name = statement_name(instance.document, index);
  switch (answer->verdict) {
    case policy::Verdict::violation: {
      if (!is_about_root(instance.document, index)) return;
      engine::Finding finding = start(instance, index, std::move(*answer));
      finding.message = name + (statement.effect == policy::Effect::allow ? " allows" : " denies") +
                        " nothing to anybody: its conditions ask for the root user, and a policy of users, "
                        "roles and groups never applies to root users" +
                        under(finding, statement.guard);
      finding.fix = engine::Fix{
          "write the statement as a service control policy, with ArnLike {\"aws:PrincipalArn\": "
          "\"arn:*:iam::*:root\"}, and take it out here",
          {}};
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::undecided: {
      if (!names_root_user(statement)) return;  // whether it is about root is not known either
      engine::Finding finding = start(instance, index, std::move(*answer));
      finding.message =
          "whether " + name + " is about root users only depends on " + depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::safe: {
      if (!names_root_user(statement)) return;
      engine::Finding finding = start(instance, index, std::move(*answer));
      finding.message = name + " names root users and others, whom it applies to";
      findings.push_back(std::move(finding));
      return;
    }
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!attaches_to_identities(instance.document.kind)) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp801;
const engine::Rule rp801{
    {
        .id = "RP801",
        .name = "identity-policy-tries-to-bind-root",
        .family = "hygiene",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "a policy of users or roles has a statement that only a root user could meet",
        .meaning = R"md(
Looks at the statements of identity policies, permissions boundaries, session policies and permission sets whose conditions ask who calls.

- **violation**: no user, role or federated user can meet the conditions, and they are about the **root user**: `aws:PrincipalArn` that ends with `:root` (there it is
  the root user alone, not the account), `aws:PrincipalType` `Account` or `Root`, `aws:userid` `root`, `aws:AssumedRoot`. Such policies cannot be attached to root users and
  never apply to them, so the statement is dead.
- **safe**: users or roles can meet it as well.
- **undecided**: the conditions name root beside a value that is not known.
)md",
        .why = R"md(
The policy looks as if it fenced root in. It does nothing: root users obey service control policies, resource control policies, resource policies and the policies of VPC
endpoints, and no others.
)md",
        .bad = R"md(
```yaml
Policy:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Statement:
        - Effect: Deny
          Action: '*'
          Resource: '*'
          Condition: {ArnLike: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}
```
```hcl
resource "aws_iam_policy" "bad" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:userid" = "root" } }
    }]
  })
}
```
)md",
        .good = R"md(
```yaml
Guardrail:
  Type: AWS::Organizations::Policy
  Properties:
    Type: SERVICE_CONTROL_POLICY
    TargetIds: [!GetAtt Organization.RootId]
    Content:
      Version: '2012-10-17'
      Statement:
        - Effect: Deny
          Action: '*'
          Resource: '*'
          Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
```
```hcl
resource "aws_organizations_policy" "good" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}
resource "aws_organizations_policy_attachment" "good" {
  policy_id = aws_organizations_policy.good.id
  target_id = aws_organizations_organization.org.roots[0].id
}
```
)md",
        .fix = R"md(
Move the statement into a service control policy that is attached above the account. Accounts outside an organization, and the management account, can only protect root by
its credentials: no access keys, MFA.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, Datadog def-000-52q, NIST "
                    "800-53 AC-3(15) AC-6, AWS Well-Architected SEC01-BP01 SEC01-BP02",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  engine::Finding finding =
      engine::make_finding(rp801, *instance.resource, std::move(answer),
                           statement.condition_span.empty() ? statement.span : statement.condition_span);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
