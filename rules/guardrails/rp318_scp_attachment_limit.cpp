#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/organization/control_tower.h"
#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp318;
const engine::Rule rp318{
    {
        .id = "RP318",
        .name = "scp-attachment-limit",
        .family = "guardrails",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "more service control policies are attached to one node than AWS takes",
        .meaning = R"md(
Counts the service control policies that are surely attached to each root, organizational unit and account. `FullAWSAccess`, which AWS attaches by
itself, counts as one, and so do all controls of AWS Control Tower together: it puts several into one policy.

- **violation**: there are more than 10, the limit since May 2026, or than `limits: {policies_per_node}` of `rootproof.yaml`.
- **undecided**: only with those whose attachment depends on something that is not known, or if Control Tower makes a policy of each control.
- Silent otherwise.
)md",
        .why = R"md(
The attachment that goes beyond the limit fails when it is deployed. If that is the guardrail against root, it never arrives.
)md",
        .bad = R"md(
```yaml
# eleven AWS::Organizations::Policy resources with
TargetIds: [!GetAtt Organization.RootId]
```
```hcl
resource "aws_organizations_policy_attachment" "all" {
  for_each  = aws_organizations_policy.each_of_eleven
  policy_id = each.value.id
  target_id = aws_organizations_organization.org.roots[0].id
}
```
)md",
        .good = R"md(
```yaml
# their statements in three documents
TargetIds: [!GetAtt Organization.RootId]
```
```hcl
resource "aws_organizations_policy" "guardrails" {
  name    = "guardrails"
  content = data.aws_iam_policy_document.all_statements.json
}
```
)md",
        .fix = R"md(
Merge documents: ten policies of up to 10,240 characters hang on one node. What must hold for few accounts only can hang further down.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::size_t limit = facts.settings.scp_quotas.policies_of_node;
  for (const Organization& organization : facts.organizations) {
    for (const organization::Node& node : organization.nodes) {
      std::set<std::size_t> certain;
      std::set<std::size_t> possible;
      std::vector<value::Reason> unknown;
      const Resource* last = nullptr;
      bool has_control = false;
      for (const std::size_t index : node.attached) {
        const organization::Attachment& attachment = organization.attachments[index];
        const organization::OrganizationPolicy& policy = organization.policies[attachment.policy];
        last = attachment.resource;
        possible.insert(attachment.policy);
        const bool control = last != nullptr && organization::enables_control(*last);
        if (control && std::exchange(has_control, true)) {
          add_reasons(unknown, {{value::ReasonKind::partial_organization,
                                 "how many policies AWS Control Tower makes of its controls", last->span}});
        } else if (attachment.certain && attachment.guard.always() && !policy.type_unknown) {
          certain.insert(attachment.policy);
        } else if (const auto& reason = policy.type_unknown  ? policy.type_unknown
                                        : attachment.unknown ? attachment.unknown
                                                             : attachment.guard_unknown) {
          add_reasons(unknown, {*reason});
        }
      }
      const std::size_t full_access = node.lacks_full_aws_access ? 0 : 1;
      if (possible.size() + full_access <= limit || last == nullptr) continue;
      const bool surely = certain.size() + full_access > limit;
      const std::size_t count = (surely ? certain : possible).size() + full_access;
      engine::Finding finding =
          engine::make_finding(rp318, *last, surely ? violation() : undecided(unknown), last->span);
      finding.identity = node.identity;
      finding.message = (surely ? "" : "up to ") + std::to_string(count) +
                        " service control policies are attached to " + node.name +
                        (full_access == 0 ? "" : ", FullAWSAccess included") + "; AWS takes " +
                        std::to_string(limit);
      finding.message += surely ? ", so the last ones will not arrive"
                                : "; how many there are depends on " + depends_on(unknown);
      finding.fix = engine::Fix{"put the statements of several policies into one document", {}};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
