#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/organization/control_tower.h"
#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::Statement;

/// The condition to look at: the negated one about who calls.
source::Span exception_place(const Statement& statement) {
  for (const Condition& condition : statement.conditions) {
    const auto op = policy::parse_operator(condition.operator_name);
    const std::string key = policy::to_lower(condition.key);
    if (op && op->negated && (key == "aws:principalarn" || key == "aws:principaltype" || key == "aws:userid"))
      return condition.key_span;
  }
  return statement.condition_span.empty() ? statement.span : statement.condition_span;
}

/// A Deny statement, and what it is called in messages.
struct Denial {
  const Resource& resource;
  const policy::PolicyDocument& document;
  std::size_t index = 0;
  std::string name;
  std::string identity;
};

engine::Finding start(const Denial& denial, policy::Answer answer);

void check_statement(const Denial& denial, engine::Findings& findings) {
  const Statement& statement = denial.document.statements[denial.index];
  std::optional<policy::ExceptionAnswer> found = policy::exceptions_spare_root(denial.document, denial.index);
  if (!found) return;
  const std::string& name = denial.name;
  switch (found->answer.verdict) {
    case policy::Verdict::violation: {
      engine::Finding finding = start(denial, std::move(found->answer));
      const bool every = found->account.empty();
      if (!every) finding.severity = engine::Severity::medium;
      finding.message = "the exceptions of " + name + " spare " +
                        (every ? "every root user" : "the root user of account " + found->account) +
                        under(finding, statement.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ": the statement would deny " + witness->action +
                           " to a root user without them (aws:PrincipalArn …:root is the root user alone, "
                           "not the account)";
      finding.fix =
          engine::Fix{"name roles in the exceptions, for example arn:aws:iam::*:role/break-glass", {}};
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::undecided: {
      engine::Finding finding = start(denial, std::move(found->answer));
      finding.message = "whether the exceptions of " + name + " spare root users depends on " +
                        depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::safe: {
      engine::Finding finding = start(denial, std::move(found->answer));
      finding.message = "the exceptions of " + name + " spare no root user";
      findings.push_back(std::move(finding));
      return;
    }
  }
}

/// The exceptions of a control of Control Tower are a parameter of it.
void check_control(const Resource& resource, engine::Findings& findings) {
  const organization::EnabledControl control = organization::read_control(resource);
  if (!control.document) return;
  for (std::size_t i = 0; i < control.document->statements.size(); ++i)
    check_statement({resource, *control.document, i, "the control " + control.name, control.name}, findings);
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    const policy::PolicyDocument& document = instance.document;
    if (document.kind != PolicyKind::service_control) continue;
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const std::string name = statement_name(document, i);
      check_statement({*instance.resource, document, i, name, instance.path + "|" + name}, findings);
    }
  }
  for (const Resource& resource : facts.resources)
    if (organization::enables_control(resource)) check_control(resource, findings);
}

}  // namespace

extern const engine::Rule rp314;
const engine::Rule rp314{
    {
        .id = "RP314",
        .name = "guardrail-exception-too-wide",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "the exceptions of a Deny statement in a service control policy spare root users",
        .meaning = R"md(
Looks at every Deny statement of a service control policy that spares somebody by a negated condition on `aws:PrincipalArn`, `aws:userid` or `aws:PrincipalType`, and asks
which requests of root users it would deny without these conditions. The parameter `ExemptedPrincipalArns` of a control of Control Tower about root users is such a condition.

- **violation**: with them it denies no root user anything: they name the **root user** (`arn:aws:iam::*:root`), or are so wide that it is among those they name
  (`arn:aws:iam::*:*`). The witness is a request that gets through. Severity is *medium* where the root user of one account only is named.
- **safe**: the exceptions name roles, users or sessions.
- **undecided**: a value that is not known decides.

Where another condition of the statement is not known, the exceptions are judged by themselves: they are *safe* when they spare no root user whatever it is, and a violation when
it only leaves accounts out one by one (`StringNotEquals` on `aws:PrincipalAccount`).
)md",
        .why = R"md(
An exception is meant for a break-glass role. One wildcard too many, or root on the list "to be safe", gives root users of all accounts what the guardrail was written
to keep from them.
)md",
        .bad = R"md(
```yaml
Condition:
  ArnLike: {aws:PrincipalArn: 'arn:aws:iam::*:root'}
  ArnNotLike: {aws:PrincipalArn: 'arn:aws:iam::*:*'}
```
```hcl
condition {
  test     = "ArnNotLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::*:root", "arn:aws:iam::*:role/break-glass"]
}
```
)md",
        .good = R"md(
```yaml
Condition:
  ArnNotLike: {aws:PrincipalArn: 'arn:aws:iam::*:role/break-glass'}
```
```hcl
condition {
  test     = "ArnNotLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::*:role/break-glass"]
}
```
)md",
        .fix = R"md(
Take root out of the exceptions; name roles. Where central root access must go on, write `Null` on `aws:AssumedRoot` with `true` instead: it spares the sessions of AssumeRoot and
no root user with credentials of its own.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, Datadog def-000-52q, NIST "
                    "800-53 AC-3(15) AC-6, AWS Well-Architected SEC01-BP01 SEC01-BP02",
    },
    check};

namespace {

engine::Finding start(const Denial& denial, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp314, denial.resource, std::move(answer),
                                                 exception_place(denial.document.statements[denial.index]));
  finding.identity = denial.identity;
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
