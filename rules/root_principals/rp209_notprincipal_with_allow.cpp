#include <algorithm>
#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/root_principals/acted_on.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

/// Wherever an Allow statement may say who gets in.
bool has_principals(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::unknown:
    case PolicyKind::resource:
    case PolicyKind::trust:
    case PolicyKind::vpc_endpoint:
    case PolicyKind::delegation:
      return true;
    case PolicyKind::identity:
    case PolicyKind::service_control:
    case PolicyKind::resource_control:
    case PolicyKind::permissions_boundary:
    case PolicyKind::session:
      return false;
  }
  return false;
}

/// What the statement says where NotPrincipal is taken as written: everybody gets in but those listed.
policy::Answer everybody_else(const engine::PolicyInstance& instance, std::size_t index) {
  policy::PolicyDocument document = instance.document;
  Statement& statement = document.statements[index];
  std::vector<std::string> listed;
  for (const policy::Principal& principal : statement.principals)
    if (!principal.account.id.empty()) listed.push_back(principal.account.id);
  statement.not_principal = false;
  statement.principals_unknown = false;
  statement.principals = {policy::parse_principal("*", {value::Value::string(std::string("*")), {}})};
  return policy::grants_everyone(document, index, instance.services, listed);
}

std::string listed_names(const Statement& statement) {
  constexpr std::size_t kNamed = 3;
  std::string text;
  for (std::size_t i = 0; i < statement.principals.size() && i < kNamed; ++i)
    text += (i == 0 ? "" : ", ") + shown(statement.principals[i].text.value);
  if (statement.principals.size() > kNamed) text += ", …";
  return text.empty() ? "those listed" : text;
}

bool lists_account(const Statement& statement) {
  return std::any_of(statement.principals.begin(), statement.principals.end(), [](const auto& principal) {
    return principal.form == policy::AwsPrincipalForm::account;
  });
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

void report(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  policy::Answer granted = everybody_else(instance, index);
  policy::Answer answer = violation();
  answer.witness = std::move(granted.witness);
  engine::Finding finding = start(instance, index, std::move(answer));
  finding.message = "Allow with NotPrincipal lets in everybody but " + listed_names(statement) +
                    under(finding, instance.resource->guard & statement.guard);
  if (lists_account(statement))
    finding.message += " (an account here is the whole account, not its root user)";
  switch (granted.verdict) {
    case policy::Verdict::violation:
      // Roles are assumed by users and roles alone.
      finding.message += instance.document.kind == PolicyKind::trust
                             ? ": any other user or role of any account may "
                             : ": anyone else, signed in or not, may ";
      finding.message += finding.answer.witness->action + acted_on(statement, *finding.answer.witness);
      break;
    case policy::Verdict::safe:
      finding.severity = engine::Severity::medium;
      finding.message += "; its conditions confine that, but AWS does not support the form";
      break;
    case policy::Verdict::undecided:
      finding.message += "; how far that goes depends on " + depends_on(granted.reasons);
      break;
  }
  finding.fix = engine::Fix{
      "name who gets in with Principal; keep others out with a Deny statement that has a condition "
      "ArnNotEquals on aws:PrincipalArn",
      {}};
  findings.push_back(std::move(finding));
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (!statement.not_principal) return;
  switch (statement.effect) {
    case policy::Effect::allow:
      return report(instance, index, findings);
    case policy::Effect::unknown: {
      engine::Finding finding = start(instance, index, undecided(statement.unknowns));
      finding.message =
          "whether NotPrincipal stands beside Allow depends on " + depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Effect::deny: {
      engine::Finding finding = start(instance, index, safe("NotPrincipal stands beside Deny"));
      finding.message = "NotPrincipal stands beside Deny and lets nobody in";
      findings.push_back(std::move(finding));
      return;
    }
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!has_principals(instance.document.kind)) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp209;
const engine::Rule rp209{{
                             .id = "RP209",
                             .name = "notprincipal-with-allow",
                             .family = "root_principals",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "an Allow statement has NotPrincipal",
                             .meaning = R"md(
Looks at every statement with `NotPrincipal` in a resource policy, a trust policy or the policy of a VPC endpoint.

- **violation**: its effect is `Allow`. Where a service takes such a statement it lets in everybody who is not listed, without sign-in too.
  The witness is such a request. An account that is listed (twelve digits or `arn:…:iam::<account>:root`) is the **whole account**, not its
  root user. Where conditions confine everybody else, severity is *medium*: AWS says that it does not support the form at all.
- **safe**: its effect is `Deny` (RP208 looks at whom that spares).
- **undecided**: the effect is not known.
)md",
                             .why = R"md(
The author means to keep somebody out and opens the resource to the world: every account, every root user, anonymous callers.
)md",
                             .bad = R"md(
```yaml
Statement:
  - Effect: Allow
    NotPrincipal: {AWS: '111122223333'}
    Action: s3:GetObject
    Resource: '*'
```
```hcl
statement {
  effect = "Allow"
  not_principals {
    type        = "AWS"
    identifiers = ["111122223333"]
  }
}
```
)md",
                             .good = R"md(
```yaml
Statement:
  - Effect: Allow
    Principal: {AWS: 'arn:aws:iam::111122223333:role/reader'}
    Action: s3:GetObject
    Resource: '*'
```
```hcl
statement {
  effect = "Allow"
  principals {
    type        = "AWS"
    identifiers = ["arn:aws:iam::111122223333:role/reader"]
  }
}
```
)md",
                             .fix = R"md(
Write `Principal` with those who are meant. To keep somebody out as well, add a Deny statement for `*` with a condition on `aws:PrincipalArn`.
)md",
                             .mappings = "CIS AWS 7.0 2.21, Security Hub S3.2",
                         },
                         check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  engine::Finding finding =
      engine::make_finding(rp209, *instance.resource, std::move(answer),
                           statement.principal_span.empty() ? statement.span : statement.principal_span);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
