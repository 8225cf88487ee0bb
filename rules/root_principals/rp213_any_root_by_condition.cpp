#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/questions.h"
#include "rules/answers.h"
#include "rules/guardrails/root_fence.h"
#include "rules/root_principals/acted_on.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/witness_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::Statement;

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

/// The condition that asks for root.
source::Span condition_place(const Statement& statement) {
  for (const Condition& condition : statement.conditions) {
    const std::string key = policy::to_lower(condition.key);
    if (key == "aws:principalarn" || key == "aws:principaltype") return condition.key_span;
  }
  return statement.condition_span.empty() ? statement.span : statement.condition_span;
}

/// What a statement comes to that asks for root and does not let in the root users of all accounts alone.
std::string who_is_let_in(const engine::PolicyInstance& instance, std::size_t index) {
  const std::vector<policy::Principal>& named = instance.document.statements[index].principals;
  if (std::none_of(named.begin(), named.end(), policy::is_everyone))
    return "root is asked for, and not that of any account";
  if (policy::grants_everyone(instance.document, index, instance.services).verdict == policy::Verdict::safe)
    return "root is asked for, and conditions or Deny statements confine whose, or from where";
  return "root is asked for, but others than root users are let in as well, or may be, as RP207 says";
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (statement.effect != policy::Effect::allow || statement.conditions.empty()) return;
  policy::Answer answer = policy::grants_root_of_any_account(instance.document, index, instance.services);
  name_account_of_resource(instance, answer);
  switch (answer.verdict) {
    case policy::Verdict::violation: {
      engine::Finding finding = start(instance, index, std::move(answer));
      finding.message = "the root user of any AWS account is let in" +
                        under(finding, instance.resource->guard & statement.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ": it may " + witness->action + acted_on(statement, *witness);
      finding.message +=
          " (in a condition, root is the root user alone; its account is not bounded, and anybody can open "
          "one)";
      finding.fix = engine::Fix{
          "name the role that needs it, or confine the accounts with a condition on aws:PrincipalOrgID", {}};
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::undecided: {
      if (!names_root_user(statement)) return;
      engine::Finding finding = start(instance, index, std::move(answer));
      finding.message = "whether the root users of all accounts are let in depends on " +
                        depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::safe: {
      if (!names_root_user(statement)) return;
      engine::Finding finding = start(instance, index, std::move(answer));
      finding.message = who_is_let_in(instance, index);
      findings.push_back(std::move(finding));
      return;
    }
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance)) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp213;
const engine::Rule rp213{
    {
        .id = "RP213",
        .name = "any-root-by-condition",
        .family = "root_principals",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a policy lets in the root user of any account by a condition",
        .meaning = R"md(
Looks at every Allow statement that names everyone and asks for root in its conditions: `aws:PrincipalArn` like `arn:aws:iam::*:root`, or `aws:PrincipalType` `Account`. There,
unlike in a `Principal` element, `:root` is the **root user alone**.

- **violation**: the root users of accounts that nobody singled out are let in, and no other caller. The witness is a request of one. RP207 reports
  the statement as well: whoever opens an account gets in.
- **safe**: the account is bounded, by its id or by `aws:PrincipalOrgID`, or a Deny statement takes it back.
- **undecided**: a value that is not known decides.
)md",
        .why = R"md(
Anybody can open an AWS account and be its root user. The condition looks like the strictest of all and keeps out nobody who wants in.
)md",
        .bad = R"md(
```yaml
Principal: '*'
Condition: {ArnLike: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::*:root"]
}
```
)md",
        .good = R"md(
```yaml
Principal: '*'
Condition: {ArnLike: {aws:PrincipalArn: 'arn:aws:iam::111122223333:role/reader'}}
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::111122223333:role/reader"]
}
```
)md",
        .fix = R"md(
Name the role that needs the access. Where root users of your own accounts are meant, add `StringEquals` on `aws:PrincipalOrgID`; better, let nobody need root.
)md",
        .mappings = "CIS AWS 7.0 2.21, Security Hub S3.2, AWS Well-Architected SEC03-BP07",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp213, *instance.resource, std::move(answer),
                                                 condition_place(instance.document.statements[index]));
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
