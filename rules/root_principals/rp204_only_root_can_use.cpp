#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

/// Why a policy may be but a part of the key's: it is an argument of a module that nobody has read.
std::vector<value::Reason> module_behind(const engine::Facts& facts, const Resource& resource) {
  if (resource.type != kModuleArgumentsType || facts.unit_unknowns == nullptr) return {};
  const auto unknowns = facts.unit_unknowns->find(resource.unit);
  std::vector<value::Reason> reasons;
  if (unknowns == facts.unit_unknowns->end()) return reasons;
  for (const value::Reason& reason : unknowns->second)
    if (reason.kind == value::ReasonKind::opaque_module && reason.span.file == resource.span.file &&
        resource.span.begin <= reason.span.begin && reason.span.end <= resource.span.end)
      reasons.push_back(reason);
  return reasons;
}

void check_statement(const engine::Facts& facts, const engine::PolicyInstance& instance, std::size_t index,
                     engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  std::optional<policy::Answer> answer =
      policy::lets_in_only_root(instance.document, index, instance.services);
  if (!answer) return;
  if (answer->verdict == policy::Verdict::violation)
    if (std::vector<value::Reason> reasons = module_behind(facts, *instance.resource); !reasons.empty())
      answer = undecided(std::move(reasons));
  const std::string name = statement_name(instance.document, index);
  const policy::Verdict verdict = answer->verdict;
  engine::Finding finding = start(instance, index, std::move(*answer));
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message = "the conditions of " + name + " leave nobody but the root user" +
                        under(finding, instance.resource->guard & statement.guard);
      if (const auto& witness = finding.answer.witness)
        finding.message += ": " + witness->action + " with this key is open to the root user alone";
      finding.fix = engine::Fix{
          "leave the condition out, so that the account's IAM policies decide, or let in a role that "
          "administers the key",
          {}};
      break;
    case policy::Verdict::undecided:
      finding.message =
          "whether " + name + " lets in only the root user depends on " + depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = name + " lets in only the root user, and other statements let in others for the same";
      break;
  }
  findings.push_back(std::move(finding));
}

/// Elsewhere identities of the own account get in by their IAM policies, whatever the resource's policy says.
void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance) || !is_key_policy(instance)) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(facts, instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp204;
const engine::Rule rp204{
    {
        .id = "RP204",
        .name = "only-root-can-use",
        .family = "root_principals",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a KMS key that only the root user can use or administer",
        .meaning = R"md(
Looks at the Allow statements of key policies with a condition about who calls. A key policy alone decides who gets in; in other services the identities of the own account get in by
their IAM policies.

- **violation**: the condition (`aws:PrincipalType` `Account`, `aws:PrincipalArn` with `:root`, where it is the **root user** alone) leaves no user, role or federated user, and no
  other statement lets one do the same. The witness is a request of the root user.
- **safe**: other statements let users or roles do all that the statement allows.
- **undecided**: a value that is not known decides, or the policy is an argument of a module that is not on disk, which may add statements.

`kms:*` for the account without such a condition is right: there `:root` in `Principal` is the **whole account** (RP206). Where nobody else can change the policy either, RP503 reports
that KMS refuses it or the key is lost.
)md",
        .why = R"md(
Whoever needs the key must sign in as root, the identity that should never be used; where service control policies deny root, nobody can.
)md",
        .bad = R"md(
```yaml
- Effect: Allow
  Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
  Action: kms:*
  Resource: '*'
  Condition: {StringEquals: {aws:PrincipalType: Account}}
```
```hcl
condition {
  test     = "StringEquals"
  variable = "aws:PrincipalType"
  values   = ["Account"]
}
```
)md",
        .good = R"md(
```yaml
- Effect: Allow
  Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
  Action: kms:*
  Resource: '*'
```
```hcl
statement {
  actions   = ["kms:*"]
  resources = ["*"]
  principals {
    type        = "AWS"
    identifiers = [aws_iam_role.key_admin.arn]
  }
}
```
)md",
        .fix = R"md(
Leave the condition out, or add a statement for the role that administers the key.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, ISO "
                    "27001:2022 A.5.15, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  source::Span place = statement.condition_span.empty() ? statement.span : statement.condition_span;
  for (const policy::Condition& condition : statement.conditions) {
    const std::string key = policy::to_lower(condition.key);
    if (key == "aws:principalarn" || key == "aws:principaltype") place = condition.key_span;
  }
  engine::Finding finding = engine::make_finding(rp204, *instance.resource, std::move(answer), place);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
