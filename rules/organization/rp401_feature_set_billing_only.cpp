#include <optional>
#include <string>
#include <utility>

#include "rules/answers.h"
#include "rules/edits.h"

namespace rootproof::rules {
namespace {

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp401;
const engine::Rule rp401{
    {
        .id = "RP401",
        .name = "feature-set-billing-only",
        .family = "organization",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "the organization has consolidated billing only, so no service control policy can be used",
        .meaning = R"md(
Looks at `feature_set` and `FeatureSet` of an organization.

- **violation**: `CONSOLIDATED_BILLING`.
- **undecided**: the value is not known. Without one it is `ALL`.
)md",
        .why = R"md(
Only an organization with all features has policy types. With consolidated billing alone, the root user of every account is free, and a policy that is
written all the same cannot be attached.
)md",
        .bad = R"md(
```yaml
Organization:
  Type: AWS::Organizations::Organization
  Properties: {FeatureSet: CONSOLIDATED_BILLING}
```
```hcl
resource "aws_organizations_organization" "org" {
  feature_set = "CONSOLIDATED_BILLING"
}
```
)md",
        .good = R"md(
```yaml
Organization:
  Type: AWS::Organizations::Organization
  Properties: {FeatureSet: ALL}
```
```hcl
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
```
)md",
        .fix = R"md(
Set the feature set to `ALL`. Accounts that were invited, not created, must accept the change; it cannot be taken back.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, KICS 5ba6229c-8057-433e-91d0-21cf13569ca9",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    if (resource.kind != ResourceKind::organization) continue;
    const value::Value* features = resource.property("feature_set");
    if (features == nullptr || features->is(value::Value::Kind::null)) continue;
    const std::optional<std::string> text = features->as_text();
    if (text && *text != "CONSOLIDATED_BILLING") continue;
    engine::Finding finding =
        engine::make_finding(rp401, resource, text ? violation() : undecided(features->reasons()),
                             place_of_use(*features, features->text_span(0, text ? text->size() : 0)));
    finding.origin = features->origin();
    finding.message =
        text ? "the organization has the feature set CONSOLIDATED_BILLING: no service control policy can be "
               "used, so nothing fences the root users of its accounts in"
             : "whether the organization can use service control policies depends on " +
                   depends_on(finding.answer.reasons);
    if (text)
      finding.fix = engine::Fix{"set the feature set to ALL; invited accounts must accept that",
                                replace_text(*features, "ALL")};
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rootproof::rules
