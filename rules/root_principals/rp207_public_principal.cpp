#include <algorithm>
#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/public_access_block.h"

namespace rootproof::rules {
namespace {

using policy::Principal;
using policy::Statement;

bool is_everyone(const Principal& principal) {
  return principal.type == policy::PrincipalType::everyone ||
         principal.form == policy::AwsPrincipalForm::everyone;
}

const Principal* everyone_of(const Statement& statement) {
  const auto found = std::find_if(statement.principals.begin(), statement.principals.end(), is_everyone);
  return found == statement.principals.end() ? nullptr : &*found;
}

/// Everyone is named, or may be: a principal that is not known may turn out to be "*". A wildcard inside an
/// ARN is what RP203 reports.
bool may_name_everyone(const Statement& statement) {
  if (statement.principals_unknown) return true;
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [](const Principal& principal) {
                       const bool may_be_everyone = principal.type == policy::PrincipalType::unknown ||
                                                    (principal.type == policy::PrincipalType::aws &&
                                                     principal.form == policy::AwsPrincipalForm::unknown);
                       return is_everyone(principal) || may_be_everyone;
                     });
}

struct Place {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  const Principal* everyone = nullptr;

  [[nodiscard]] const Statement& the_statement() const { return instance.document.statements[statement]; }
};

engine::Finding start(const engine::Rule& rule, const Place& place, policy::Answer answer) {
  const Statement& statement = place.the_statement();
  engine::Finding finding = engine::make_finding(
      rule, *place.instance.resource, std::move(answer),
      place.everyone == nullptr ? principals_place(statement)
                                : place_of_use(place.everyone->text.value, place.everyone->text.span));
  if (place.everyone != nullptr) finding.origin = place.everyone->text.value.origin();
  finding.identity = place.instance.path + "|" + statement_name(place.instance.document, place.statement);
  return finding;
}

void report(const engine::Rule& rule, const BlockedBuckets& blocked, const Place& place,
            policy::Answer answer, engine::Findings& findings) {
  engine::Finding finding = start(rule, place, std::move(answer));
  finding.severity = engine::Severity::critical;
  finding.message = "everyone is let in" + under(place.the_statement().guard) +
                    ", every root user of every account included";
  if (const auto& witness = finding.answer.witness) {
    finding.message += ": anyone may " + witness->action;
    if (!witness->resource.empty()) finding.message += " on " + witness->resource;
  }
  if (blocked.contain_bucket_of(*place.instance.resource)) {
    finding.severity = engine::Severity::medium;
    finding.message += "; today only the bucket's public access block stops it";
  }
  finding.fix = engine::Fix{
      "name the principals, or confine everyone with a condition on aws:PrincipalOrgID or aws:SourceAccount",
      {}};
  findings.push_back(std::move(finding));
}

void check_statement(const engine::Rule& rule, const BlockedBuckets& blocked, const Place& place,
                     engine::Findings& findings) {
  policy::Answer answer = policy::grants_everyone(place.instance.document, place.statement);
  switch (answer.verdict) {
    case policy::Verdict::violation:
      return report(rule, blocked, place, std::move(answer), findings);
    case policy::Verdict::undecided: {
      engine::Finding finding = start(rule, place, std::move(answer));
      finding.message = "whether everyone is let in depends on " + depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case policy::Verdict::safe: {
      if (place.everyone == nullptr) return;  // the statement speaks of somebody: not the question
      engine::Finding finding = start(rule, place, std::move(answer));
      finding.message = "everyone is named, but conditions or Deny statements confine it";
      findings.push_back(std::move(finding));
      return;
    }
  }
}

void report_unknown_document(const engine::Rule& rule, const engine::PolicyInstance& instance,
                             engine::Findings& findings) {
  const policy::PolicyDocument& document = instance.document;
  engine::Finding finding =
      engine::make_finding(rule, *instance.resource, undecided(document.unknowns), document.span);
  finding.message = "whether this policy lets everyone in depends on " + depends_on(document.unknowns);
  finding.identity = instance.path + "|document";
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp207;
const engine::Rule rp207{{
                             .id = "RP207",
                             .name = "public-principal",
                             .family = "root_principals",
                             .severity = engine::Severity::critical,
                             .tier = engine::Tier::default_on,
                             .summary = "a policy lets everyone in",
                             .meaning = R"md(
Looks at every Allow statement whose `Principal` is `*` or `{"AWS": "*"}`, together with its conditions and with the Deny statements of
the same policy.

- **violation**: some request of an anonymous caller, or of any account, is allowed. The witness is such a request. A wildcard inside an
  account or organization id (`o-*`) confines nothing. Where the code also gives the bucket a public access block, severity is *medium*:
  one changed setting away from open.
- **safe**: conditions confine the callers (`aws:PrincipalOrgID`, `aws:SourceArn`, `aws:SourceVpce`, …), or a Deny takes it back.
- **undecided**: whether they are confined depends on something that is not known.

VPC endpoint policies are left out: they filter requests that other policies allow, and `*` is their default.
)md",
                             .why = R"md(
Everyone includes every root user of every account in the world, and nobody has to sign in. Most published breaches of buckets, queues and
keys began with such a statement.
)md",
                             .bad = R"md(
```yaml
Statement:
  - Effect: Allow
    Principal: '*'
    Action: s3:GetObject
    Resource: '*'
```
```hcl
principals {
  type        = "*"
  identifiers = ["*"]
}
```
)md",
                             .good = R"md(
```yaml
Statement:
  - Effect: Allow
    Principal: '*'
    Action: s3:GetObject
    Resource: '*'
    Condition:
      StringEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}
```
```hcl
principals {
  type        = "*"
  identifiers = ["*"]
}
condition {
  test     = "StringEquals"
  variable = "aws:PrincipalOrgID"
  values   = ["o-a1b2c3d4e5"]
}
```
)md",
                             .fix = R"md(
Name the principals. Where many accounts of your organization need access, keep `*` and add `StringEquals` on `aws:PrincipalOrgID`; for calls by an AWS
service, name the service as principal and add `aws:SourceAccount` or `aws:SourceArn`. A web site goes behind CloudFront with an origin access
control.
)md",
                             .mappings = "CIS AWS 7.0 2.21, Security Hub S3.2 S3.3 SQS.3 KMS.5, Prowler "
                                         "s3_bucket_policy_public_write_access",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const BlockedBuckets blocked(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance) && instance.document.kind != PolicyKind::delegation) continue;
    if (!instance.document.unknowns.empty()) report_unknown_document(rp207, instance, findings);
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i) {
      const Statement& statement = instance.document.statements[i];
      if (statement.effect == policy::Effect::deny || statement.not_principal) continue;
      if (!may_name_everyone(statement)) continue;
      check_statement(rp207, blocked, {instance, i, everyone_of(statement)}, findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
