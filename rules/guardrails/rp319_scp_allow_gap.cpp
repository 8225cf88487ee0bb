#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

/// Whether some policy on the node allows something; unknown where one may.
policy::Truth allows(const Organization& organization, const organization::Node& node,
                     std::vector<value::Reason>& reasons) {
  for (const std::size_t index : node.attached) {
    const organization::Attachment& attachment = organization.attachments[index];
    const organization::OrganizationPolicy& named = organization.policies[attachment.policy];
    const policy::PolicyDocument& document = named.document != nullptr ? *named.document : *named.placeholder;
    const bool allow =
        std::any_of(document.statements.begin(), document.statements.end(),
                    [](const auto& statement) { return statement.effect == policy::Effect::allow; });
    if (allow && attachment.certain && attachment.guard.always()) return policy::Truth::yes;
    if (allow && attachment.unknown) add_reasons(reasons, {*attachment.unknown});
    add_reasons(reasons, document.unknowns);
    for (const auto& statement : document.statements) {
      if (statement.effect == policy::Effect::unknown) add_reasons(reasons, statement.unknowns);
    }
  }
  return reasons.empty() ? policy::Truth::no : policy::Truth::unknown;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp319;
const engine::Rule rp319{
    {
        .id = "RP319",
        .name = "scp-allow-gap",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary =
            "at some node no service control policy allows anything, so the accounts below are locked out",
        .meaning = R"md(
Needs a description of the organization (`--organization`) that lists where `FullAWSAccess` is attached: AWS attaches it to every node by itself, and no code
shows where it was taken away.

- **violation**: `FullAWSAccess` is not attached to a node, and no other policy on it has an Allow statement. An Allow must stand on every node of an account's path.
- **undecided**: the text of a policy there is not known, or whether it is attached; or no policy at all is told of the node: AWS leaves none without one.
- Silent otherwise.
)md",
        .why = R"md(
Whoever detaches `FullAWSAccess` without a replacement locks everybody out of the accounts below, administrators and root users alike.
)md",
        .bad = R"md(
```yaml
# CloudFormation cannot detach FullAWSAccess; the description of the organization shows it
```
```hcl
# Terraform detaches it only where its attachment was imported
```
```json
{"Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "r-acme"}]},
  {"Id": "p-deny0001", "Name": "deny-ec2", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "ou-acme-workl001"}],
   "Content": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"ec2:*\", \"Resource\": \"*\"}]}"}]}
```
)md",
        .good = R"md(
```yaml
# CloudFormation cannot detach FullAWSAccess
```
```hcl
resource "aws_organizations_policy_attachment" "allow_list" {
  policy_id = aws_organizations_policy.allow_list.id
  target_id = aws_organizations_organizational_unit.listed.id
}
```
```json
{"Policies": [{"Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "Type": "SERVICE_CONTROL_POLICY", "Targets": [{"TargetId": "r-acme"}, {"TargetId": "ou-acme-workl001"}]}]}
```
)md",
        .fix = R"md(
Attach `FullAWSAccess` again, or an allow list that is meant.
)md",
        .mappings = "AWS Well-Architected SEC03-BP05",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (organization.policy_type_disabled) continue;
    for (const organization::Node& node : organization.nodes) {
      if (!node.lacks_full_aws_access || node.management || node.resource == nullptr) continue;
      std::vector<value::Reason> reasons;
      const policy::Truth allowed = allows(organization, node, reasons);
      if (allowed == policy::Truth::yes) continue;
      const bool surely = allowed == policy::Truth::no;
      engine::Finding finding = engine::make_finding(
          rp319, *node.resource, surely ? violation() : undecided(reasons), node.resource->span);
      finding.identity = node.identity;
      finding.message =
          surely ? "no service control policy on " + node.name +
                       " allows anything: nobody can do anything in the accounts at or below it, and only "
                       "the management account can change that"
                 : "whether any service control policy on " + node.name + " allows anything depends on " +
                       depends_on(reasons);
      finding.fix = engine::Fix{
          "attach FullAWSAccess (p-FullAWSAccess) there, or a policy that allows what is needed", {}};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
