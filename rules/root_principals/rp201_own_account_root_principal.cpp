#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/questions.h"
#include "analyzer/policy/sample_actions.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using policy::AccessLevel;

/// What a statement allows that changes something.
struct Changes {
  std::string example;                 ///< an action; empty when no documented one is allowed
  std::vector<value::Reason> reasons;  ///< why there may be more than is known
};

/// Levels that change something, the most telling first.
constexpr std::array<AccessLevel, 3> kChanging{AccessLevel::permissions_management, AccessLevel::write,
                                               AccessLevel::tagging};

Changes changes_of(const policy::Statement& statement, const std::vector<std::string_view>& services) {
  Changes changes;
  if (statement.actions_unknown) changes.reasons = statement.unknowns;
  std::vector<std::string> patterns;
  for (const policy::Pattern& action : statement.actions) {
    const std::optional<std::string> text = action.text();
    if (!text) {
      add_reasons(changes.reasons, action.value.reasons());
    } else if (*text == "*" || statement.not_action) {
      for (const std::string_view service : services) patterns.push_back(std::string(service) + ":*");
      if (services.empty()) changes.example = "whatever its service offers";
    } else if (policy::unknown_action(*text)) {
      changes.reasons.push_back({value::ReasonKind::external_target,
                                 "what " + *text + " does, which AWS does not document", action.span});
    } else {
      patterns.push_back(*text);
    }
  }
  const policy::CatalogueMatches matches = policy::match_actions(patterns);
  for (const AccessLevel level : kChanging) {
    const std::string& example = matches.example[static_cast<std::size_t>(level)];
    if (changes.example.empty()) changes.example = example;
  }
  return changes;
}

void report(const engine::Rule& rule, const Grant& grant, policy::Answer answer, const std::string& action,
            engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  const std::string& id = grant.the_principal().account.id;
  finding.message =
      "this names the whole account " +
      (id.empty() ? "that the resource is in" : id + ", the resource's own") +
      ", and not only its root user" +
      under(finding, grant.instance.resource->guard & grant.the_statement().guard) +
      ": every user and role with a policy that allows it, and the root user without any, may " + action;
  finding.fix = engine::Fix{"name the role that needs it", {}};
  findings.push_back(std::move(finding));
}

/// With a request that changes something: of well-known actions, where the statement allows one.
void report_change(const engine::Rule& rule, const Grant& grant, policy::Answer answer, std::string example,
                   engine::Findings& findings) {
  std::vector<std::string> candidates;
  for (const AccessLevel level : kChanging)
    for (const policy::SampleAction& sample : policy::sample_actions()) {
      const std::optional<policy::CatalogueAction> known = policy::find_action(sample.action);
      if (known && known->level == level && may_grant(grant.the_statement(), sample.action))
        candidates.push_back(known->name);
    }
  candidates.push_back(example);
  for (const std::string& candidate : candidates) {
    engine::PolicyInstance alone = grant.instance;
    policy::Statement& statement = alone.document.statements[grant.statement];
    statement.not_action = false;
    statement.actions = {{value::Value::string(candidate), statement.action_span}};
    policy::Answer changing =
        policy::grants_own_account(alone.document, grant.statement, grant.principal, grant.instance.services);
    if (changing.verdict != policy::Verdict::violation) continue;
    answer = std::move(changing);
    example = candidate;
    break;
  }
  report(rule, grant, std::move(answer), example, findings);
}

void report_safe(const engine::Rule& rule, const Grant& grant, policy::Answer answer,
                 engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  finding.message = "the own account as a whole may change nothing through this principal";
  findings.push_back(std::move(finding));
}

void check_grant(const engine::Rule& rule, const KnownAccounts& accounts, const Grant& grant,
                 engine::Findings& findings) {
  constexpr std::string_view kQuestion = "this principal lets the own account as a whole change the resource";
  RelatedAccount account = accounts.relate(grant.instance, grant.the_statement(), grant.the_principal());
  const bool own = account.relation == AccountRelation::own;
  if (!own && account.relation != AccountRelation::unknown)
    return report_safe(
        rule, grant,
        safe(account.undeclared.empty() ? "it names " + std::string(describe(account.relation))
                                        : "nothing in the code says that " + account.undeclared +
                                              ", which it names, is the own account; RP202 speaks of it"),
        findings);
  Changes changes = changes_of(grant.the_statement(), grant.instance.services);
  if (changes.example.empty() && changes.reasons.empty())
    return report_safe(rule, grant, safe("AWS documents no action that it allows as changing anything"),
                       findings);
  policy::Answer answer = policy::grants_own_account(grant.instance.document, grant.statement,
                                                     grant.principal, grant.instance.services);
  if (answer.verdict == policy::Verdict::safe) return report_safe(rule, grant, std::move(answer), findings);
  // Of those RP204 and RP213 speak.
  const std::optional<policy::Answer> only_root =
      policy::reaches_only_root(grant.instance.document, grant.statement);
  if (only_root && only_root->verdict == policy::Verdict::violation)
    return report_safe(rule, grant, safe("its conditions leave the root user alone"), findings);
  if (own && answer.verdict == policy::Verdict::violation && !changes.example.empty())
    return report_change(rule, grant, std::move(answer), changes.example, findings);
  std::vector<value::Reason> reasons = own ? std::vector<value::Reason>{} : std::move(account.reasons);
  add_reasons(reasons, changes.reasons);
  add_reasons(reasons, answer.reasons);
  findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(reasons)));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp201;
const engine::Rule rp201{{
                             .id = "RP201",
                             .name = "own-account-root-principal",
                             .family = "root_principals",
                             .severity = engine::Severity::note,
                             .tier = engine::Tier::default_on,
                             .summary = "a policy lets its own account in as a whole",
                             .meaning = R"md(
Looks at Allow statements of resource policies whose `Principal` is the resource's own account: twelve digits, or `arn:…:iam::<account>:root`. In a `Principal` element that is the **whole
account**, not its root user alone.

- **violation**: the statement allows actions that AWS documents as writing, tagging or changing permissions, and no condition narrows the callers. Every identity of the account with
  a matching IAM policy gets in, and the root user without any.
- **safe**: only actions that list or read, or conditions that narrow the grant; where they leave the **root user** alone, RP204 and RP213 speak of it. Statements by which a KMS key stays manageable are RP206's, trust policies RP205's matter, a Deny
  is RP210's.
- **undecided**: the account, an action or a condition is not known.

A note by default: inside its own account the statement gives identities little that their IAM policies would not. In the profile *strict* its severity is medium.
)md",
                             .why = R"md(
Many write `:root` and mean "root user" or "administrators". It means everybody whom some IAM policy of the account allows the action, so the resource's own policy keeps nobody out.
)md",
                             .bad = R"md(
```yaml
BucketPolicy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Bucket
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}
          Action: s3:*
          Resource: '*'
```
```hcl
data "aws_caller_identity" "me" {}
resource "aws_s3_bucket_policy" "bad" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = "s3:*"
      Resource  = "*"
    }]
  })
}
```
)md",
                             .good = R"md(
```yaml
        - Effect: Allow
          Principal: {AWS: !GetAtt WriterRole.Arn}
          Action: s3:PutObject
          Resource: !Sub '${Bucket.Arn}/*'
```
```hcl
      Principal = { AWS = aws_iam_role.writer.arn }
      Action    = "s3:PutObject"
```
)md",
                             .fix = R"md(
Name the role that needs the access with the actions it needs. Where IAM policies alone are to decide, leave the statement out: inside one account they suffice, except for KMS keys and roles.
)md",
                             .mappings = "AWS Well-Architected SEC03-BP07",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const KnownAccounts accounts(facts);
  for_each_account_grant(
      facts,
      [&](const Grant& grant) {
        if (grant.matter() == GrantMatter::resource) check_grant(rp201, accounts, grant, findings);
      },
      // What is not known at all is RP202's to report: as the more serious case.
      [](const UnknownGrants&) {});
}

}  // namespace
}  // namespace rootproof::rules
