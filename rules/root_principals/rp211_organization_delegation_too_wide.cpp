#include <string>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

constexpr std::string_view kQuestion = "an account may lift service control policies";

/// "account 222233334444", "everyone".
std::string delegate_name(const policy::Principal& principal) {
  if (policy::is_everyone(principal)) return "everyone";
  const bool whole = principal.form == policy::AwsPrincipalForm::account;
  return whole ? "the whole account " + account_name(principal) : shown(principal.text.value);
}

void report(const engine::Rule& rule, const Grant& grant, policy::Answer answer, engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  finding.message = delegate_name(grant.the_principal()) + " may lift service control policies" +
                    under(finding, grant.instance.resource->guard & grant.the_statement().guard);
  if (const auto& witness = finding.answer.witness)
    finding.message += ": " + witness->action + " on " + witness->resource;
  finding.message += ", those that bound its own root user among them";
  finding.fix = engine::Fix{
      "limit the statement to other policy types by organizations:PolicyType, or to actions "
      "that describe and list",
      {}};
  findings.push_back(std::move(finding));
}

void check_grant(const engine::Rule& rule, const KnownAccounts& accounts, const Grant& grant,
                 engine::Findings& findings) {
  const policy::Principal& principal = grant.the_principal();
  if (principal.type != policy::PrincipalType::aws && principal.type != policy::PrincipalType::everyone &&
      principal.type != policy::PrincipalType::unknown)
    return;
  const bool whole = principal.form == policy::AwsPrincipalForm::account;
  if (whole &&
      accounts.relate(grant.instance, grant.the_statement(), principal).relation == AccountRelation::own)
    return;  // the management account may do so without being told
  policy::Answer answer =
      policy::delegates_guardrails(grant.instance.document, grant.statement, grant.principal);
  const bool known = principal.form != policy::AwsPrincipalForm::unknown;
  if (answer.verdict == policy::Verdict::violation && known)
    return report(rule, grant, std::move(answer), findings);
  if (answer.verdict != policy::Verdict::safe) {
    std::vector<value::Reason> reasons = std::move(answer.reasons);
    if (!known) add_reasons(reasons, principal.text.value.reasons());
    findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(reasons)));
    return;
  }
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  finding.message = "no service control policy is handed over through this principal";
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp211;
const engine::Rule rp211{{
                             .id = "RP211",
                             .name = "organization-delegation-too-wide",
                             .family = "root_principals",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "a delegation policy lets an account lift service control policies",
                             .meaning = R"md(
Looks at the resource policy of an organization, by which its management account delegates to member accounts. The principal is an account as a whole there
(`arn:…:iam::<account>:root`), by design.

- **violation**: it may call `organizations:DetachPolicy`, `UpdatePolicy`, `DeletePolicy`, `AttachPolicy` or `DisablePolicyType` for service control policies that the statement does not
  name. The witness is such a request.
- **safe**: the statement only describes and lists, or `organizations:PolicyType` or the resources limit it to other policies or to named ones.
- **undecided**: the principal, an action, a resource or a condition is not known.
)md",
                             .why = R"md(
Service control policies are the only thing that bounds root users of member accounts. An account that may lift them may lift its own: whoever takes it over frees every root user of the
organization.
)md",
                             .bad = R"md(
```yaml
Delegation:
  Type: AWS::Organizations::ResourcePolicy
  Properties:
    Content:
      Statement:
        - {Effect: Allow, Principal: {AWS: '222233334444'}, Action: 'organizations:*', Resource: '*'}
```
```hcl
resource "aws_organizations_resource_policy" "bad" {
  content = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::222233334444:root" }, Action = "organizations:*", Resource = "*" }]
  })
}
```
)md",
                             .good = R"md(
```yaml
        - Effect: Allow
          Principal: {AWS: '222233334444'}
          Action: ['organizations:Describe*', 'organizations:List*']
          Resource: '*'
```
```hcl
Statement = [{
  Effect    = "Allow"
  Principal = { AWS = "arn:aws:iam::222233334444:root" }
  Action    = ["organizations:UpdatePolicy", "organizations:AttachPolicy", "organizations:DetachPolicy"]
  Resource  = "*"
  Condition = { StringEquals = { "organizations:PolicyType" = "BACKUP_POLICY" } }
}]
```
)md",
                             .fix = R"md(
Delegate describing and listing, or policies of other types by a condition on `organizations:PolicyType`. Keep changes of service control policies in the management account.
)md",
                             .mappings = "CIS AWS 7.0 2.1.5, Prowler organizations_delegated_administrators",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const KnownAccounts accounts(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::delegation) continue;
    const policy::PolicyDocument& document = instance.document;
    if (!document.unknowns.empty())
      findings.push_back(
          unknown_grants_finding(rp211, {instance, document.unknowns, document.span, "document"}, kQuestion));
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& statement = document.statements[i];
      if (statement.effect == policy::Effect::deny || statement.not_principal) continue;
      for (std::size_t j = 0; j < statement.principals.size(); ++j)
        check_grant(rp211, accounts, {instance, i, j}, findings);
      if (statement.principals_unknown)
        findings.push_back(unknown_grants_finding(
            rp211, {instance, statement.unknowns, principals_place(statement), statement_name(document, i)},
            kQuestion));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
