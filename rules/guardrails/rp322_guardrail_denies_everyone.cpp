#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/statement_questions.h"
#include "rules/answers.h"
#include "rules/guardrails/root_fence.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::Statement;

bool asks_who_calls(const Condition& condition) {
  const std::string key = policy::to_lower(condition.key);
  return key == "aws:principalarn" || key == "aws:principaltype" || key == "aws:userid" ||
         key == "aws:username";
}

bool is_negated(const Condition& condition) {
  const auto op = policy::parse_operator(condition.operator_name);
  return op && op->negated;
}

/// A value that speaks of users, roles or sessions: whoever wrote it means others than root, too.
bool speaks_of_others(const Condition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(), [](const auto& value) {
    const std::string text = policy::to_lower(value.value.to_display());
    return text.find(":role/") != std::string::npos || text.find("user/") != std::string::npos ||
           text.find("assumed") != std::string::npos;
  });
}

/// Whether the statement is written against root alone: it names root and nobody else. A Sid alone says so
/// where the statement denies everything, or asks who calls.
bool is_against_root_alone(const Statement& statement) {
  bool asks = false;
  bool others = false;
  bool negated_root = false;
  for (const Condition& condition : statement.conditions) {
    if (!asks_who_calls(condition)) continue;
    asks = true;
    others = others || speaks_of_others(condition);
    negated_root = negated_root || (is_negated(condition) && names_root_as_value(condition));
  }
  if (others) return false;
  if (names_root_user(statement) || negated_root) return true;
  const bool everything =
      statement.not_action || std::any_of(statement.actions.begin(), statement.actions.end(),
                                          [](const auto& action) { return action.text() == "*"; });
  const bool by_resource = std::none_of(statement.resources.begin(), statement.resources.end(),
                                        [](const auto& resource) { return resource.text() == "*"; });
  return is_meant_for_root(statement) && (asks || everything) && !by_resource;
}

source::Span place_of(const Statement& statement) {
  for (const Condition& condition : statement.conditions)
    if (asks_who_calls(condition)) return condition.key_span;
  return statement.condition_span.empty() ? statement.span : statement.condition_span;
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (statement.effect != policy::Effect::deny || statement.has_principal) return;
  if (!is_against_root_alone(statement)) return;
  // Where root itself is spared, others are meant.
  if (policy::applies_to_root(instance.document, index).answer.verdict == policy::Verdict::violation) return;
  policy::Answer answer = policy::denies_ordinary_roles(instance.document, index);
  const std::string name = statement_name(instance.document, index);
  const policy::Verdict verdict = answer.verdict;
  engine::Finding finding = start(instance, index, std::move(answer));
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message =
          name + " is written against root users and denies roles as well" + under(finding, statement.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ", e.g. " + witness->action + " to " + witness->principal->arn;
      finding.fix = engine::Fix{
          "write the condition as ArnLike {\"aws:PrincipalArn\": \"arn:*:iam::*:root\"}, which only root "
          "users meet",
          {}};
      break;
    case policy::Verdict::undecided:
      finding.message = "whether " + name + ", which is written against root users, denies roles as well " +
                        "depends on " + depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = name + " denies nothing to roles";
      break;
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::service_control) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp322;
const engine::Rule rp322{
    {
        .id = "RP322",
        .name = "guardrail-denies-everyone",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a Deny statement of a service control policy that is written against root users denies "
                   "everybody else, too",
        .meaning = R"md(
Looks at Deny statements of service control policies that are written against the **root user** alone: a condition about the caller names root and nobody else, or the `Sid` says
so and the statement denies everything, or asks who calls.

- **violation**: roles that nobody names are denied as well, whatever tags their sessions carry and through a VPC endpoint or not. The witness is a request of one.
- **safe**: no role is denied anything by it.
- **undecided**: a value that is not known decides.

Silent where the statement spares root: then the others are meant. A list that names roles or users beside root means them, too.
)md",
        .why = R"md(
Attached to the root of the organization such a statement stops every workload of every member account at once, and the pipelines that could take it back. It is what a negated
test makes of a type that does not exist, and what remains when the condition is forgotten.
)md",
        .bad = R"md(
```yaml
Sid: DenyRootUser
Effect: Deny
Action: '*'
Resource: '*'
Condition: {StringNotEquals: {'aws:PrincipalType': Root}}
```
```hcl
statement {
  sid       = "DenyRootUser"
  effect    = "Deny"
  actions   = ["*"]
  resources = ["*"]
}
```
)md",
        .good = R"md(
```yaml
Sid: DenyRootUser
Effect: Deny
Action: '*'
Resource: '*'
Condition: {ArnLike: {'aws:PrincipalArn': 'arn:*:iam::*:root'}}
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:*:iam::*:root"]
}
```
)md",
        .fix = R"md(
Write the condition as `ArnLike` on `aws:PrincipalArn` with `arn:*:iam::*:root`, and try the policy on a test organizational unit first. Where everybody is to be denied, as in a
quarantine, say so in the `Sid`, and name the roles that stay.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp322, *instance.resource, std::move(answer),
                                                 place_of(instance.document.statements[index]));
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
