#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/principal_lists.h"
#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/foreign_account.h"
#include "analyzer/policy/own_account_actions.h"
#include "analyzer/policy/questions.h"
#include "rules/answers.h"
#include "rules/each_policy.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/accounts_of_conditions.h"
#include "rules/root_principals/acted_on.h"
#include "rules/root_principals/endpoint_policy.h"
#include "rules/root_principals/other_resource.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/refused_text.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

constexpr std::string_view kQuestion = "this principal lets another account as a whole in";

/// Trust policies and the administration of keys have rules that know more about them.
std::string_view better_rule(GrantMatter matter) {
  switch (matter) {
    case GrantMatter::resource:
      return {};
    case GrantMatter::role:
      return "RP205";
    case GrantMatter::key_administration:
      return "RP206";
  }
  return {};
}

/// What to do about it. A list of principals has no conditions, and not every list takes roles.
std::string advice(const Resource& resource, const std::string& account, bool may_be_own) {
  const engine::ListedPrincipals listed = engine::listed_principals(resource);
  std::string role = "name the role that needs it, for example arn:aws:iam::" + account + ":role/NAME";
  const std::string trusted = std::string("; an account that belongs to you goes into trusted_accounts") +
                              (may_be_own ? ", the one that this is deployed to into own_accounts" : "");
  switch (listed) {
    case engine::ListedPrincipals::none:
      return role + ", or add a condition on aws:PrincipalArn" + trusted;
    case engine::ListedPrincipals::accounts:
    case engine::ListedPrincipals::all_or_nobody:
      return "take the account off the list, which takes only whole accounts, unless it is meant" + trusted;
    case engine::ListedPrincipals::identities:
    case engine::ListedPrincipals::anybody:
      return role + ", as far as what is shared can be given to a role" + trusted;
  }
  return role;
}

/// Whether conditions, or what Deny statements spare, leave nobody but root users: one alone, or all
/// together.
bool reaches_only_root(const Grant& grant) {
  const engine::PolicyInstance& instance = grant.instance;
  const std::optional<policy::Answer> only_root =
      grant.spared_by ? policy::spares_only_root(instance.document, *grant.spared_by, instance.services)
                      : policy::reaches_only_root(instance.document, grant.statement);
  if (only_root && only_root->verdict == policy::Verdict::violation) return true;
  return grant.spared_by && policy::keeps_all_but_root_out(instance.document, grant.statement,
                                                           grant.principal, instance.services);
}

void report(const engine::Rule& rule, const Grant& grant, policy::Answer answer,
            const RelatedAccount& related, engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  const Statement& statement = grant.the_statement();
  const std::string account = account_name(grant.the_principal());
  const bool only_root = reaches_only_root(grant);
  finding.message = (only_root ? "the root user of account " + account + ", and nobody else there, is let in"
                               : "the whole account " + account + " (not only its root user) is let in") +
                    under(finding, grant.instance.resource->guard & statement.guard);
  if (only_root) {
    if (const auto& witness = finding.answer.witness) {
      finding.message += ": it may " + witness->action + acted_on(statement, *witness);
    }
  } else if (grant.matter() == GrantMatter::role) {
    finding.message +=
        ": any identity it permits may assume the role (root users themselves cannot assume roles)";
  } else if (const auto& witness = finding.answer.witness) {
    finding.message +=
        ": its root user, or any identity it permits, may " + witness->action + acted_on(statement, *witness);
  }
  const bool everything = allows_everything(statement);
  if (everything || writes_policies(grant)) {
    finding.severity = engine::Severity::critical;
    finding.message +=
        everything ? "; every action is allowed" : "; the actions include changing who may do what";
  }
  finding.message += unless_own(related);
  finding.fix = engine::Fix{advice(*grant.instance.resource, account, !related.undeclared.empty()), {}};
  findings.push_back(std::move(finding));
}

void report_safe(const engine::Rule& rule, const Grant& grant, policy::Answer answer,
                 engine::Findings& findings) {
  engine::Finding finding = grant_finding(rule, grant, std::move(answer));
  finding.message = "no other account as a whole is let in by this principal";
  findings.push_back(std::move(finding));
}

void check_grant(const engine::Rule& rule, const KnownAccounts& accounts, const Grant& grant,
                 engine::Findings& findings) {
  RelatedAccount account = accounts.relate(grant.instance, grant.the_statement(), grant.the_principal());
  if (account.relation != AccountRelation::foreign && account.relation != AccountRelation::unknown)
    return report_safe(rule, grant, safe("it names " + std::string(describe(account.relation))), findings);
  if (nobody_can_assume(grant))
    return report_safe(rule, grant, safe("only root users meet its conditions, and they cannot assume roles"),
                       findings);
  if (is_about_another_resource(accounts.facts(), grant.instance, grant.the_statement()))
    return report_safe(rule, grant, safe("its Resource is another one than the policy's own"), findings);
  policy::Answer answer =
      accounts.lets_in_as_a_whole(grant.instance, grant.instance.document, grant.statement, grant.principal);
  if (answer.verdict == policy::Verdict::safe) {
    const std::optional<policy::PolicyDocument> filled =
        with_refused_filled_in(grant.instance.document, grant.statement);
    if (!filled ||
        accounts.lets_in_as_a_whole(grant.instance, *filled, grant.statement, grant.principal).verdict ==
            policy::Verdict::safe)
      return report_safe(rule, grant, std::move(answer), findings);
    answer = undecided({*refused_text(grant.instance.document, grant.statement)});
  }
  if (answer.witness && may_be_endpoint_policy(grant.instance, grant.statement, *answer.witness))
    answer = undecided({attached_to_what(grant.the_statement())});
  if (account.relation == AccountRelation::unknown) {
    add_reasons(account.reasons, answer.reasons);
    findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(account.reasons)));
  } else if (answer.verdict == policy::Verdict::violation) {
    report(rule, grant, std::move(answer), account, findings);
  } else {
    findings.push_back(grant_undecided(rule, grant, kQuestion, std::move(answer.reasons)));
  }
}

/// Of the account from which AWS delivers CloudFront's logs (Amazon CloudFront Developer Guide, "Standard
/// logging (access logs)").
constexpr std::string_view kLogDelivery = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/// An ARN under CanonicalUser, where S3 takes ids of 64 digits.
std::optional<value::Reason> refused_id(const policy::Principal& principal) {
  const std::optional<std::string> text = principal.text.text();
  if (principal.type != policy::PrincipalType::canonical_user || !text || !text->starts_with("arn:"))
    return std::nullopt;
  return value::Reason{value::ReasonKind::invalid, "\"" + *text + "\" under CanonicalUser, which S3 refuses",
                       principal.text.span};
}

/// A canonical user id names an account as a whole, and does not tell which (S3 User Guide, "Finding the
/// canonical user ID for your AWS account"). References to one, of an origin access identity or of the own
/// account, are no other account's.
bool is_account_behind_id(const policy::Principal& principal) {
  if (principal.type != policy::PrincipalType::canonical_user) return false;
  const std::optional<std::string> text = principal.text.text();
  return text && text->size() == 64 &&
         text->find_first_not_of("0123456789abcdefABCDEF") == std::string::npos &&
         lower_case(*text) != kLogDelivery;
}

void check_canonical_users(const engine::Rule& rule, const KnownAccounts& accounts,
                           const engine::PolicyInstance& instance, engine::Findings& findings) {
  const std::vector<Statement>& statements = instance.document.statements;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].effect != policy::Effect::allow || statements[i].not_principal) continue;
    for (const policy::Principal& principal : statements[i].principals) {
      const std::optional<value::Reason> refused = refused_id(principal);
      if (!refused && !is_account_behind_id(principal)) continue;
      policy::Principal account = principal;
      account.type = policy::PrincipalType::aws;
      account.form = policy::AwsPrincipalForm::account;
      account.account.reason = refused.value_or(value::Reason{
          value::ReasonKind::external_target, "the account behind a canonical user id", principal.text.span});
      engine::PolicyInstance as_account = instance;
      as_account.document.statements[i].principals = {std::move(account)};
      as_account.document.statements[i].principals_unknown = false;
      check_grant(rule, accounts, {as_account, i, 0}, findings);
    }
  }
}

/// The organization that a request comes from, or on whose behalf, or through whose network.
std::string organization_of(const policy::Request& request) {
  for (const auto& [key, values] : request.context)
    if (!values.empty() && values.front().starts_with("o-") && !key.starts_with("aws:resource"))
      return values.front().substr(0, values.front().find('/'));
  return "another organization";
}

/// Everyone, confined to an organization that is known not to be the own one: all of its accounts as a whole.
void check_organizations(const engine::Rule& rule, const KnownAccounts& accounts,
                         const engine::PolicyInstance& instance, engine::Findings& findings) {
  const std::vector<Statement>& statements = instance.document.statements;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto everyone =
        std::find_if(statements[i].principals.begin(), statements[i].principals.end(), policy::is_everyone);
    if (everyone == statements[i].principals.end()) continue;
    std::optional<policy::Answer> answer = accounts.lets_other_organization_in(instance, i);
    if (!answer || is_about_another_resource(accounts.facts(), instance, statements[i]) ||
        may_be_endpoint_policy(instance, i, *answer->witness) ||
        policy::grants_everyone(instance.document, i, instance.services).verdict != policy::Verdict::safe)
      continue;
    const Grant grant{instance, i, static_cast<std::size_t>(everyone - statements[i].principals.begin())};
    engine::Finding finding = grant_finding(rule, grant, std::move(*answer));
    const policy::Request& witness = *finding.answer.witness;
    const std::string organization = organization_of(witness);
    finding.message = "everyone of " + organization + ", which is not the own organization, is let in" +
                      under(finding, instance.resource->guard & statements[i].guard);
    const bool by_service = witness.principal && witness.principal->type == "Service";
    finding.message += by_service                            ? ": through a service, its accounts may "
                       : grant.matter() == GrantMatter::role ? ": any identity that its accounts permit may "
                                                             : ": any root user of its accounts may ";
    finding.message += witness.action + acted_on(statements[i], witness);
    finding.fix = engine::Fix{
        "write the id of the own organization, or name the accounts or roles of " + organization, {}};
    findings.push_back(std::move(finding));
  }
}

/// The statement whose principals stand at a place; nullptr for a document of which nothing is known.
const Statement* statement_of(const policy::PolicyDocument& document, source::Span principals) {
  const auto found = std::find_if(
      document.statements.begin(), document.statements.end(),
      [principals](const Statement& statement) { return principals_place(statement) == principals; });
  return found == document.statements.end() ? nullptr : &*found;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp202;
const engine::Rule rp202{
    {
        .id = "RP202",
        .name = "foreign-account-root-principal",
        .family = "root_principals",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a policy lets another account in as a whole",
        .meaning = R"md(
Looks at every Allow statement of a resource policy or trust policy whose `Principal` names an account: twelve digits, or
`arn:…:iam::<account>:root`. In a `Principal` element both mean **the whole account**: its root user directly, and every
identity that the account's administrators permit. They do not mean the root user alone.

- The same holds for `AwsAccountWhitelist` of SAM, the principals of Lambda permissions, and lists of principals: of VPC endpoint services, resource shares (RAM), access grants of S3,
  Lake Formation, Security Lake, License Manager, Global Accelerator and CodeGuru Profiler, grants of KMS, and what shares images, snapshots, network interfaces and endpoints of
  OpenSearch and Redshift. Not for access entries of EKS: they compare the ARN with that of the caller, so that `:root` is the root user at most.
- Where the `Principal` is everyone and a condition confines that to accounts (`aws:PrincipalAccount`, `kms:CallerAccount`, `aws:PrincipalArn`, `aws:userid`), those accounts are let in just as
  if they were named. As a value of `aws:PrincipalArn`, `arn:…:iam::<account>:root` is the **root user** alone, as is the account's number as `aws:userid`; `arn:…:iam::<account>:*` is
  the whole account. So are those that a Deny statement spares while it denies everybody else: `StringNotEquals` on these keys, or `NotPrincipal`, in which an account by itself is its root user.
- So is a value under `aws:PrincipalArn` or `aws:userid` that is not known and comes from outside: a variable, a parameter, a module that is not on disk.
- A resource is asked for in the Region in which it lies: that of its provider where it is known (`aws:RequestedRegion`), else any. Secrets, which are copied with their policies, and access points of
  several Regions are not among them.
- Where RP205 (trust policies) or RP206 (administration of KMS keys) reports the same principal, this rule keeps silent.

The answers:

- **violation**: the account is another one, it is not trusted, and no condition (`aws:PrincipalArn`, `aws:SourceAccount`, …) narrows the grant to fewer principals. The witness is a
  request of that account's root user. Of several accounts that may set the policy of one key at most one is the key's own: the first is then undecided, the others are reported.
  Severity *critical* where every action is allowed, or one that changes who may do what and that the service takes from another account: `sns:SetTopicAttributes`, `ecr:SetRepositoryPolicy`, … Policies of buckets, queues
  and keys can be set by their own account alone.
  So it is where everyone is confined to an organization by its id (`aws:PrincipalOrgID`, `aws:SourceOrgID`, …), and the description of the own one (`organization.description`) has another:
  every account of that organization is let in as a whole.
- **safe**: the resource's own account (also where its id hangs on the same unknown as that of the provider; also the account of a role that the code gives to a trail, a function, a task, …, of a policy that it attaches, of the queue in `queue_url`, which must be the same; also the
  only one that a key policy lets set that policy again: KMS refuses policies that lock out the key's account; RP201 looks at what it may do), an account of the organization in the code or in its
  description (`organization.description`), an account in `trusted_accounts`, an account
  from which AWS itself delivers logs, or conditions and Deny statements that narrow the grant, or leave only addresses from which no request
  on the internet comes (private ones as `aws:SourceIp`); or a statement of nothing but actions that AWS takes from the own account alone (`s3:PutBucketPolicy`, `sqs:SetQueueAttributes`,
  `kms:CreateAlias`, …).
- **safe**, too: a condition on `aws:PrincipalOrgID` or `aws:PrincipalOrgPaths` that names the own organization: by reference, as `${aws:ResourceOrgID}`, or by the id that the description has.
- **undecided**: the account id or a condition is not known; nothing tells the own account, and the backend of the state, a key in use, one of several `allowed_account_ids` or an identity provider that a role trusts
  suggests that it is this one; the only condition names an organization of which nothing says that it is the own one (all of an account belongs to an organization, or none of it
  does, so that this narrows nothing: it lets the whole account in or nobody of it); a policy file may be the policy of a VPC endpoint;
  the principal is a `CanonicalUser`, behind whose id stands an account as a whole, whichever it is, or an ARN where such an id belongs; or an `Action` has no service or characters that no action has, or AWS documents none of the actions, or the `Resource` is neither `*` nor an ARN: AWS refuses that, unless something
  (a custom resource) fills it in.
)md",
        .why = R"md(
The other account decides alone who uses the grant. Its root user needs nothing else: no policy on its side, no role. If that
account is taken over, this resource is open.
)md",
        .bad = R"md(
```yaml
QueuePolicy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Queue]
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: {AWS: '999988887777'}
          Action: sqs:*
          Resource: '*'
```
```hcl
data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::999988887777:root"]
    }
  }
}
```
)md",
        .good = R"md(
```yaml
        - Effect: Allow
          Principal: {AWS: 'arn:aws:iam::999988887777:role/reader'}
          Action: sqs:ReceiveMessage
          Resource: '*'
```
```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::999988887777:role/reader"]
    }
```
)md",
        .fix = R"md(
Name the role that needs the access. Where the other side must stay free to choose, keep the account and add a condition:

```json
"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::999988887777:role/reader-*"}}
```

An account that belongs to you goes into `trusted_accounts` of `rootproof.yaml`, the one that the code is deployed to into `own_accounts`: code that writes the id of its own account down
says nowhere else that it is the own one.
)md",
        .mappings = "Security Hub S3.6, Checkov CKV_AWS_61, AWS Well-Architected SEC03-BP07 SEC03-BP09",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const KnownAccounts accounts(facts);
  check_policies(facts, findings, [&](const engine::PolicyInstance& instance, engine::Findings& found) {
    if (engine::listed_principals(*instance.resource) == engine::ListedPrincipals::all_or_nobody) return;
    const auto judge = [&](const Grant& grant) {
      const GrantMatter matter = grant.matter();
      // A session can be tagged, but nobody begins one.
      if (matter == GrantMatter::role && !may_grant(grant.the_statement(), "sts:AssumeRole")) return;
      const std::size_t before = found.size();
      check_grant(rp202, accounts, grant, found);
      for (std::size_t i = before; i < found.size(); ++i) found[i].yields_to = better_rule(matter);
    };
    for_each_account_grant(instance, judge, [&](const UnknownGrants& unknown) {
      const Statement* statement = statement_of(instance.document, unknown.place);
      // Whoever it names, no other account gets in.
      if (statement != nullptr && policy::is_for_own_account_alone(*statement)) return;
      found.push_back(
          unknown_grants_finding(rp202, unknown, "this policy lets another account as a whole in"));
      // A wildcard in the place of an account is what RP203 reports.
      const bool wildcard = statement != nullptr && has_partial_wildcard(*statement);
      found.back().yields_to = wildcard ? "RP203" : better_rule(unknown.matter);
    });
  });
  check_policies(facts, findings, [&](const engine::PolicyInstance& instance, engine::Findings& found) {
    if (!grants_to_principals(instance)) return;
    for_each_account_of_conditions(instance, [&](const Grant& grant) {
      const std::size_t before = found.size();
      check_grant(rp202, accounts, grant, found);
      for (std::size_t i = before; i < found.size(); ++i) found[i].yields_to = better_rule(grant.matter());
    });
    check_canonical_users(rp202, accounts, instance, found);
    check_organizations(rp202, accounts, instance, found);
  });
}

}  // namespace
}  // namespace rootproof::rules
