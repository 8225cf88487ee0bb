#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::Statement;

/// The condition on MFA that decides about requests signed with access keys: in a Deny one that does not hold
/// where its key is absent, or else the first.
const Condition* mfa_condition(const Statement& statement) {
  const Condition* first = nullptr;
  for (const char* key : {"aws:multifactorauthpresent", "aws:multifactorauthage"})
    for (const Condition& condition : statement.conditions) {
      const auto op = policy::parse_operator(condition.operator_name);
      if (policy::to_lower(condition.key) != key || (op && op->family == policy::OperatorFamily::null))
        continue;
      const bool holds_without = op && (op->if_exists || op->negated);
      if (statement.effect == policy::Effect::deny && !holds_without) return &condition;
      if (first == nullptr) first = &condition;
    }
  return first;
}

bool is_about_age(const Condition& condition) {
  return policy::to_lower(condition.key) == "aws:multifactorauthage";
}

/// What a condition on the age of MFA becomes where requests without MFA are to be treated as too old.
std::string operator_for_age(const std::string& name, bool deny) {
  constexpr std::string_view kIfExists = "IfExists";
  const bool has = name.ends_with(kIfExists);
  if (deny && !has) return name + std::string(kIfExists);
  return !deny && has ? name.substr(0, name.size() - kIfExists.size()) : name;
}

/// Whom such a policy binds: identity policies and trust policies never root users.
std::string holders(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::identity:
    case PolicyKind::permissions_boundary:
    case PolicyKind::session:
    case PolicyKind::trust:
      return "long-term access keys of users";
    case PolicyKind::unknown:
    case PolicyKind::resource:
    case PolicyKind::service_control:
    case PolicyKind::resource_control:
    case PolicyKind::vpc_endpoint:
    case PolicyKind::delegation:
      return "long-term access keys (those of a root user included)";
  }
  return "long-term access keys";
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

void report(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
            engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  const bool deny = statement.effect == policy::Effect::deny;
  engine::Finding finding = start(instance, index, std::move(answer));
  const Condition* condition = mfa_condition(statement);
  const std::string name = condition == nullptr ? "its condition" : condition->operator_name;
  const bool of_age = condition != nullptr && is_about_age(*condition);
  finding.message =
      statement_name(instance.document, index) +
      (deny ? " denies sessions without MFA but no requests signed with "
            : " asks for MFA but lets in requests signed with ") +
      holders(instance.document.kind) + (deny ? ": " : " without it: ") + name +
      (deny ? " does not hold for them" : " holds for them as well") + ", because they carry no " +
      (of_age ? "aws:MultiFactorAuthAge" : "aws:MultiFactorAuthPresent") + under(finding, statement.guard);
  if (const auto& witness = finding.answer.witness)
    finding.message += "; for example " + witness->action +
                       (witness->principal ? " by " + witness->principal->arn : std::string());
  finding.fix = engine::Fix{deny ? R"(write BoolIfExists {"aws:MultiFactorAuthPresent": "false"})"
                                 : R"(write Bool {"aws:MultiFactorAuthPresent": "true"})",
                            {}};
  if (of_age) {
    const std::string right = operator_for_age(condition->operator_name, deny);
    finding.fix->description = "write " + right + " on aws:MultiFactorAuthAge";
    if (right != condition->operator_name)
      finding.fix->edits = replace_operator(statement, *condition, right);
  }
  // Where only the operator is wrong, only the operator changes.
  const bool right_value = condition != nullptr && !of_age && condition->values.size() == 1 &&
                           condition->values.front().text() == (deny ? "false" : "true");
  if (right_value && condition->operator_name == (deny ? "Bool" : "BoolIfExists"))
    finding.fix->edits = replace_operator(statement, *condition, deny ? "BoolIfExists" : "Bool");
  findings.push_back(std::move(finding));
}

/// Resources whose identity policies roles alone have: no long-term access key is one of a role.
constexpr std::array<std::string_view, 9> kOfRoles{
    "AWS::IAM::Role", "AWS::IAM::RolePolicy",  "AWS::SSO::PermissionSet",
    "aws_iam_role",   "aws_iam_role_policy",   "aws_ssoadmin_permission_set_inline_policy",
    "awscc_iam_role", "awscc_iam_role_policy", "awscc_sso_permission_set"};

bool binds_roles_alone(const engine::PolicyInstance& instance) {
  return instance.document.kind == PolicyKind::identity &&
         std::find(kOfRoles.begin(), kOfRoles.end(), instance.resource->type) != kOfRoles.end();
}

std::optional<policy::Answer> answer_for(const engine::PolicyInstance& instance, std::size_t index) {
  const Statement& statement = instance.document.statements[index];
  if (statement.effect != policy::Effect::unknown)
    return policy::lets_access_keys_without_mfa(instance.document, index, instance.services);
  policy::PolicyDocument document = instance.document;
  for (const policy::Effect effect : {policy::Effect::allow, policy::Effect::deny}) {
    document.statements[index].effect = effect;
    const std::optional<policy::Answer> answer =
        policy::lets_access_keys_without_mfa(document, index, instance.services);
    if (answer && answer->verdict != policy::Verdict::safe) return undecided(statement.unknowns);
  }
  return std::nullopt;
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  if (binds_roles_alone(instance)) {
    engine::Finding finding = start(
        instance, index, safe("the policy is one of a role, whose requests no long-term access key signs"));
    finding.message = statement_name(instance.document, index) + " meets no long-term access keys";
    findings.push_back(std::move(finding));
    return;
  }
  std::optional<policy::Answer> answer = answer_for(instance, index);
  if (!answer) return;
  if (answer->verdict == policy::Verdict::violation)
    return report(instance, index, std::move(*answer), findings);
  const std::string name = statement_name(instance.document, index);
  const bool is_safe = answer->verdict == policy::Verdict::safe;
  engine::Finding finding = start(instance, index, std::move(*answer));
  finding.message = is_safe ? name + " treats long-term access keys as sessions without MFA"
                            : "whether " + name + " misses long-term access keys depends on " +
                                  depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

engine::Finding start_at_document(const engine::PolicyInstance& instance, policy::Answer answer);

/// A policy text that cannot be read, but for its speaking of MFA.
void check_unread(const engine::PolicyInstance& instance, engine::Findings& findings) {
  const std::vector<value::Reason>& unknowns = instance.document.unknowns;
  const value::Value* text = instance.resource->properties.find(instance.path);
  const bool unread = instance.document.statements.empty() && !unknowns.empty();
  if (!unread || text == nullptr || shown(*text).find("MultiFactorAuth") == std::string::npos) return;
  engine::Finding finding = start_at_document(instance, undecided(unknowns));
  finding.message =
      "whether this policy treats requests signed with access keys as if they had MFA depends on " +
      depends_on(unknowns);
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) check_unread(instance, findings);
  for (const engine::PolicyInstance& instance : facts.policies)
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      if (mfa_condition(instance.document.statements[i]) != nullptr) check_statement(instance, i, findings);
}

}  // namespace

extern const engine::Rule rp702;
const engine::Rule rp702{
    {
        .id = "RP702",
        .name = "mfa-condition-misses-keys",
        .family = "mfa",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a condition on MFA treats requests signed with long-term access keys as if they had MFA",
        .meaning = R"md(
Looks at statements of every kind of policy whose conditions tell sessions with MFA from those without (`aws:MultiFactorAuthPresent`), or with old MFA (`aws:MultiFactorAuthAge`), together
with the other Deny statements of the document. A request signed with long-term access keys carries no such key: `Bool` and `NumericGreaterThan` never hold for it, `BoolIfExists` and
`NumericLessThanIfExists` always.

- **violation**: a Deny that is meant for requests without MFA, or with MFA that is too old, misses those signed with access keys (`Bool` with `false`), or an Allow that asks for MFA lets
  them in (`BoolIfExists` with `true`), and no other Deny statement catches them. The witness is such a request. In resource policies and service control policies
  the **root user's** access keys are among them; identity policies and trust policies do not apply to root users.
- **safe**: requests signed with access keys are treated as those without MFA; or the policy is one that roles alone have (an inline policy of a role, a permission set): no
  long-term access key is one of a role.
- **undecided**: a value that is not known decides; or a policy speaks of MFA whose text cannot be read, because it is no JSON.
)md",
        .why = R"md(
Keys that leak are used from scripts, without MFA. The statement stops the person at the console who forgot the token and lets the thief pass. Root users cannot use
their keys with MFA at all.
)md",
        .bad = R"md(
```yaml
- Effect: Deny
  Action: '*'
  Resource: '*'
  Condition: {Bool: {aws:MultiFactorAuthPresent: 'false'}}
```
```hcl
condition {
  test     = "Bool"
  variable = "aws:MultiFactorAuthPresent"
  values   = ["false"]
}
```
)md",
        .good = R"md(
```yaml
- Effect: Deny
  Action: '*'
  Resource: '*'
  Condition: {BoolIfExists: {aws:MultiFactorAuthPresent: 'false'}}
```
```hcl
condition {
  test     = "BoolIfExists"
  variable = "aws:MultiFactorAuthPresent"
  values   = ["false"]
}
```
)md",
        .fix = R"md(
In a Deny write `BoolIfExists` with `false`, in an Allow `Bool` with `true`. A second Deny with `Null` and `true` on the same key does as well. For its age: `NumericGreaterThanIfExists` in a Deny, `NumericLessThan` in an Allow.
)md",
        .mappings = "CIS AWS 3.0 1.5, CIS AWS 5.0 1.4, CIS AWS 7.0 2.5, Security Hub IAM.9, AWS Config "
                    "root-account-mfa-enabled, Control Tower AWS-GR_ROOT_ACCOUNT_MFA_ENABLED, Prowler "
                    "iam_root_mfa_enabled, NIST 800-53 IA-2(1) IA-2(2) IA-2(6) IA-2(8), PCI DSS 3.2.1 8.3.1, "
                    "PCI DSS 4.0.1 8.4.2",
    },
    check};

namespace {

engine::Finding start_at_document(const engine::PolicyInstance& instance, policy::Answer answer) {
  engine::Finding finding =
      engine::make_finding(rp702, *instance.resource, std::move(answer), instance.document.span);
  finding.identity = instance.path + "|document";
  return finding;
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  const Condition* condition = mfa_condition(statement);
  engine::Finding finding =
      engine::make_finding(rp702, *instance.resource, std::move(answer),
                           condition == nullptr ? statement.condition_span : condition->key_span);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
