#include <algorithm>
#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/edits.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

bool has_policies(const Organization& organization) {
  return std::any_of(organization.policies.begin(), organization.policies.end(),
                     [](const auto& policy) { return policy.resource != nullptr; });
}

/// The place of the list, or of the organization where there is none.
source::Span place_of(const Resource& organization) {
  const value::Value* types = organization.property("enabled_policy_types");
  const bool written =
      types != nullptr && !types->is(value::Value::Kind::null) && !types->origin().span().empty();
  return written ? types->origin().span() : organization.span;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp402;
const engine::Rule rp402{
    {
        .id = "RP402",
        .name = "scp-policy-type-not-enabled",
        .family = "organization",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary =
            "service control policies are not enabled in the organization, so none of them has an effect",
        .meaning = R"md(
- **violation**: `enabled_policy_types` of `aws_organizations_organization` is known and does not hold `SERVICE_CONTROL_POLICY`. Leaving the argument out
  counts: the provider then disables what is enabled. The same where an exported organization says so.
- **safe**: it is in the list, or a tool attaches policies that enables the type itself: org-formation, the Landing Zone Accelerator.
- **undecided**: the list is not known or in `ignore_changes`, or the organization is declared in CloudFormation, which has no property for it;
  `organization.policy_types_enabled` in `rootproof.yaml` settles that.
)md",
        .why = R"md(
A policy of a type that is not enabled is attached to nothing. Disabling the type detaches every service control policy of the organization, and
enabling it again does not bring them back.
)md",
        .bad = R"md(
```yaml
# CloudFormation cannot say it: undecided
Organization:
  Type: AWS::Organizations::Organization
  Properties: {FeatureSet: ALL}
```
```hcl
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["TAG_POLICY"]
}
```
)md",
        .good = R"md(
```yaml
# rootproof.yaml
organization:
  policy_types_enabled: [SERVICE_CONTROL_POLICY]
```
```hcl
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
}
```
)md",
        .fix = R"md(
Add `SERVICE_CONTROL_POLICY` to `enabled_policy_types`. Attach the policies again if the type had been enabled before.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    const Resource* resource = organization.resource;
    const bool billing_only = resource != nullptr && resource->property("feature_set") != nullptr &&
                              resource->property("feature_set")->as_text() == "CONSOLIDATED_BILLING";
    if (resource == nullptr || billing_only) continue;  // RP401 says the latter
    if (organization.policy_type_disabled) {
      engine::Finding finding = engine::make_finding(rp402, *resource, violation(), place_of(*resource));
      finding.message = std::string("SERVICE_CONTROL_POLICY is not enabled in the organization, so ") +
                        (has_policies(organization) ? "its service control policies have no effect"
                                                    : "no service control policy can fence root users in");
      finding.fix = engine::Fix{"enable the type: enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]",
                                add_to_list(*resource, "enabled_policy_types", "SERVICE_CONTROL_POLICY")};
      findings.push_back(std::move(finding));
    } else if (organization.policy_type_unknown && has_policies(organization)) {
      engine::Finding finding = engine::make_finding(
          rp402, *resource, undecided({*organization.policy_type_unknown}), place_of(*resource));
      finding.message = "whether service control policies are enabled in the organization depends on " +
                        depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
    } else if (organization.policy_type_known) {
      engine::Finding finding = engine::make_finding(
          rp402, *resource, safe("SERVICE_CONTROL_POLICY is enabled"), place_of(*resource));
      finding.message = "service control policies are enabled in the organization";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
