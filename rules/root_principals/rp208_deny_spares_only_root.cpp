#include <string>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  std::optional<policy::Answer> answer =
      policy::spares_only_root(instance.document, index, instance.services);
  if (!answer) return;
  const std::string name = statement_name(instance.document, index);
  const policy::Verdict verdict = answer->verdict;
  engine::Finding finding = start(instance, index, std::move(*answer));
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message = name + " denies everybody but the root user" +
                        under(finding, instance.resource->guard & statement.guard);
      if (statement.not_principal)
        finding.message +=
            " (in NotPrincipal the account by itself spares its root user only: users and roles must be "
            "listed too)";
      if (const auto& witness = finding.answer.witness)
        finding.message += ": only a root user can still " + witness->action;
      finding.fix =
          engine::Fix{statement.not_principal
                          ? "list the role that administers the resource beside the account in NotPrincipal"
                          : "name the role that administers the resource in the exception, in place of root",
                      {}};
      break;
    case policy::Verdict::undecided:
      finding.message =
          "whether " + name + " spares only the root user depends on " + depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = name + " spares a root user, and others as well";
      break;
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    const bool of_resource =
        instance.document.kind == PolicyKind::resource || instance.document.kind == PolicyKind::unknown;
    if (!of_resource) continue;  // root users assume no roles; SCPs are RP322's matter
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp208;
const engine::Rule rp208{
    {
        .id = "RP208",
        .name = "deny-spares-only-root",
        .family = "root_principals",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a Deny statement leaves an action to nobody but the root user",
        .meaning = R"md(
Looks at Deny statements of resource policies that spare a root user: by `NotPrincipal` with the account, or by a negated condition (`ArnNotLike` on `aws:PrincipalArn` with
`:root`, where it is the root user alone).

- **violation**: no user, role or federated user is spared, whatever else its request carries; the root user is. The witness is a request of the root user that no statement denies. An
  account in `NotPrincipal` (twelve digits or `:root`) by itself spares its root user only: AWS denies the account's identities that are not listed too.
- **safe**: a role or user is spared as well. Listing the account beside the role in `NotPrincipal` is right: without it the role is denied. So is a Deny that
  holds under other conditions only, such as requests without TLS.
- **undecided**: a value that is not known decides.
)md",
        .why = R"md(
Whoever has to change the data or the policy must sign in as root, the identity that should never be used; with a guardrail on root, nobody can.
)md",
        .bad = R"md(
```yaml
Statement:
  - Effect: Deny
    NotPrincipal: {AWS: 'arn:aws:iam::111122223333:root'}
    Action: s3:*
    Resource: '*'
```
```hcl
condition {
  test     = "ArnNotLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::111122223333:root"]
}
```
)md",
        .good = R"md(
```yaml
Statement:
  - Effect: Deny
    NotPrincipal:
      AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:role/admin']
    Action: s3:*
    Resource: '*'
```
```hcl
condition {
  test     = "ArnNotLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::111122223333:role/admin"]
}
```
)md",
        .fix = R"md(
Spare the role that administers the resource. In `NotPrincipal` keep the account beside it; better, write `Principal: "*"` and `ArnNotEquals` on `aws:PrincipalArn`.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, ISO "
                    "27001:2022 A.5.15, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  source::Span place = statement.not_principal ? statement.principal_span : statement.condition_span;
  if (place.empty()) place = statement.span;
  engine::Finding finding = engine::make_finding(rp208, *instance.resource, std::move(answer), place);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
