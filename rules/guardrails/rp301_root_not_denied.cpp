#include <string>

#include "rules/guardrails/coverage.h"
#include "rules/guardrails/guardrail_coverage.h"

namespace rootproof::rules {
namespace {

/// The guardrail in JSON, for the description of the fix (domain.md §3.5).
constexpr std::string_view kGuardrailJson =
    R"({"Version":"2012-10-17","Statement":[)"
    R"({"Sid":"DenyRootUser","Effect":"Deny","Action":"*","Resource":"*",)"
    R"("Condition":{"ArnLike":{"aws:PrincipalArn":"arn:*:iam::*:root"},"Null":{"aws:AssumedRoot":"true"}}},)"
    R"({"Sid":"DenyLeaveOrganization","Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]})";

/// The same as Terraform blocks; the organization's address follows at the mark.
constexpr std::string_view kGuardrailTerraform = R"tf(

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "DenyRootUser"
        Effect   = "Deny"
        Action   = "*"
        Resource = "*"
        Condition = {
          ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
          Null    = { "aws:AssumedRoot" = "true" }
        }
      },
      {
        Sid      = "DenyLeaveOrganization"
        Effect   = "Deny"
        Action   = "organizations:LeaveOrganization"
        Resource = "*"
      },
    ]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = ORGANIZATION.roots[0].id
})tf";

engine::Fix fix(const engine::Facts& facts, const organization::Organization& organization) {
  engine::Fix fix;
  // AWS Organizations attaches no policy of a type that is not enabled.
  if (organization.policy_type_disabled)
    fix.description = "enable the policy type SERVICE_CONTROL_POLICY for the organization (RP402), then ";
  fix.description +=
      "attach this service control policy at the root of the organization, after trying it on a test "
      "organizational unit: " +
      std::string(kGuardrailJson) +
      " — leave the Null line out when centralized root access is not used; the stricter text is then right";
  const Resource* resource = terraform_organization(organization);
  const bool free = resource != nullptr && !has_exemptions(organization) &&
                    !address_taken(facts, resource->unit, "aws_organizations_policy.deny_root") &&
                    !address_taken(facts, resource->unit, "aws_organizations_policy_attachment.deny_root");
  if (free) {
    std::string text(kGuardrailTerraform);
    constexpr std::string_view kMark = "ORGANIZATION";
    text.replace(text.find(kMark), kMark.size(), resource->address);
    const source::Span end{resource->body_span.file, resource->body_span.end, resource->body_span.end};
    fix.edits.push_back({end, std::move(text)});
    fix.choice = std::string(kWhereToAttach);
  }
  return fix;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp301;
const engine::Rule rp301{{
                             .id = "RP301",
                             .name = "root-not-denied",
                             .family = "guardrails",
                             .severity = engine::Severity::critical,
                             .tier = engine::Tier::default_on,
                             .summary = "no service control policy denies the root user of a member account",
                             .meaning = R"md(
Takes the service control policies on the path *root > organizational units > account* of every member account in the code, and asks whether every
request of that account's root user with long-term credentials (access keys; console with and without MFA) is denied. The meaning of all statements
together decides, not their text: a policy that denies everybody but listed roles counts, a condition that can never hold does not.

- **violation**: nothing stands against root: no statement that surely takes effect singles it out (by `aws:PrincipalArn` and the like), or is about all actions of everybody (`Action: '*'`,
  `NotAction`). Where one does and leaves requests open, RP302 says which. A Deny of single actions for everybody, such as `organizations:LeaveOrganization`, is no guardrail for root: a note
  says that there is one. Where service control policies are not enabled (RP402), everything is open, whatever is attached. The message names how many accounts, one of them with its path, and
  an action that passes; the notes show the statement that came closest and why it fails.
- **safe**: every request is denied. A policy at the root of the organization also covers accounts that are created elsewhere.
- **undecided**: accounts, attachments or conditions are not known, or live outside of the scanned code; the policies spare accounts by their ids, or deny to them alone, and those here have ids that are not known, which an export of the organization tells
  (of more accounts than there are such ids some are open all the same: a *violation* says how many at least); the same of ids of organizations, roots and units under `aws:PrincipalOrgID` and `aws:PrincipalOrgPaths`, unless the policy
  refers to the object itself;
  an account or unit may have been moved, as its `parent_id` is in `ignore_changes`; policies are there or not by the default of a variable, in a module that
  waits for its callers or for values (RP310); a module that could not be read is given an object of the
  organization or is about organizations by its source; a part of a file could not be read; another module of the scan attaches policies that matter to the root of an
  organization that it only looks up; the ids of several roots are named, or something is attached with another account; an allow list would deny root if
  `FullAWSAccess` were no longer attached beside it. In CloudFormation the answer is never safe,
  because no property says whether service control policies are enabled.

Only organizations, accounts and organization policies bring this rule in scope; other code never hears of it. `FullAWSAccess` is taken to be attached to every
node, as AWS does by itself. The management account is never bound by a service control policy and is not counted: protect its root user by
MFA, no access keys and an alarm. An account of the code is it where its address is the organization's `master_account_email`, or where a plan or a description has the id of the
management account, or that of `organization.management_account` in `rootproof.yaml`. Otherwise every account is counted, and a note says so where one is called payer, root, management or master. What no service control policy can deny, even in member accounts: service-linked roles, registration for Enterprise
Support, CloudFront trusted signers, reverse DNS of mail servers.
)md",
                             .why = R"md(
Nothing else binds the root user of a member account: no identity policy, no permissions boundary. Whoever recovers its password through
its mailbox owns everything in the account. There is no daily work that needs it.
)md",
                             .bad = R"md(
```yaml
Organization:
  Type: AWS::Organizations::Organization
Dev:
  Type: AWS::Organizations::Account
  Properties: {AccountName: dev, Email: aws+dev@acme.example}
Base:
  Type: AWS::Organizations::Policy
  Properties:
    Name: base
    Type: SERVICE_CONTROL_POLICY
    TargetIds: [!GetAtt Organization.RootId]
    Content:
      Version: '2012-10-17'
      Statement:
        - {Effect: Deny, Action: organizations:LeaveOrganization, Resource: '*'}
```
```hcl
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}
```
)md",
                             .good = R"md(
```yaml
        - Effect: Deny
          Action: '*'
          Resource: '*'
          Condition:
            ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}
```
```hcl
# beside the organization and the account above
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
```
)md",
                             .fix = R"md(
Attach this policy at the root of the organization. Try it on a test organizational unit first, as the Organizations user guide advises.

```json
{"Version": "2012-10-17", "Statement": [
  {"Sid": "DenyRootUser", "Effect": "Deny", "Action": "*", "Resource": "*",
   "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}, "Null": {"aws:AssumedRoot": "true"}}},
  {"Sid": "DenyLeaveOrganization", "Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}]}
```

The `Null` line lets the sessions of centralized root access through. Leave it out when that is not used.
)md",
                             .mappings = "CIS AWS 7.0 2.1.2, CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 "
                                         "2.7, Control Tower AWS-GR_RESTRICT_ROOT_USER, "
                                         "Datadog def-000-52q, Prowler iam_avoid_root_usage, NIST 800-53 "
                                         "AC-3(15) AC-6, ISO 27001:2022 A.5.15, AWS "
                                         "Well-Architected SEC01-BP01 SEC01-BP02 SEC02-BP01",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  check_guardrail(rp301, facts, {every_request_of_root(facts), "the root user", true, fix}, findings);
}

}  // namespace
}  // namespace rootproof::rules
