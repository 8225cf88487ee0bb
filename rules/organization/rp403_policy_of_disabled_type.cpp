#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

/// The types that the organization of the code enables, and why there may be more.
struct EnabledTypes {
  std::set<std::string> names;
  std::vector<value::Reason> unknown;
};

/// nullopt where no code says it: in CloudFormation, and without the organization.
std::optional<EnabledTypes> enabled_types(const Organization& organization) {
  if (organization.resource == nullptr || organization.resource->type != "aws_organizations_organization")
    return std::nullopt;
  EnabledTypes enabled;
  const value::Value* types = organization.resource->property("enabled_policy_types");
  if (types == nullptr) return enabled;
  enabled.unknown = types->reasons();
  if (types->is(value::Value::Kind::list)) {
    for (const value::Value& type : types->items()) enabled.names.insert(type.as_text().value_or(""));
  }
  return enabled;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp403;
const engine::Rule rp403{{
                             .id = "RP403",
                             .name = "policy-of-disabled-type",
                             .family = "organization",
                             .severity = engine::Severity::medium,
                             .tier = engine::Tier::default_on,
                             .summary = "a policy is of a type that is not enabled in the organization",
                             .meaning = R"md(
Looks at policies of the organization that are no service control policies (RP402 speaks of those), resource control policies for instance.

- **violation**: the organization is in the same root module, its `enabled_policy_types` are known, and the type of the policy is not among them.
- **undecided**: the types, or the type, are not known.
- Silent in CloudFormation, which has no property for it.
)md",
                             .why = R"md(
Attaching the policy fails with `PolicyTypeNotEnabledException`. A perimeter of resource control policies that keeps foreign root users out is then not there.
)md",
                             .bad = R"md(
```yaml
# CloudFormation cannot enable policy types
```
```hcl
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_policy" "perimeter" {
  name    = "perimeter"
  type    = "RESOURCE_CONTROL_POLICY"
  content = file("perimeter.json")
}
```
)md",
                             .good = R"md(
```yaml
# CloudFormation cannot enable policy types
```
```hcl
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
}
```
)md",
                             .fix = R"md(
Add the type to `enabled_policy_types` of the organization.
)md",
                             .mappings = "CIS AWS 7.0 2.1.2",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    const std::optional<EnabledTypes> enabled = enabled_types(organization);
    if (!enabled) continue;
    for (const Resource& resource : facts.resources) {
      if (resource.kind != ResourceKind::organizations_policy || !is_part_of(organization, resource))
        continue;
      const value::Value* type = resource.property("policy_type");
      const std::optional<std::string> text = type == nullptr ? std::nullopt : type->as_text();
      if (type == nullptr || text == "SERVICE_CONTROL_POLICY" || (text && enabled->names.contains(*text)))
        continue;  // RP402 says the former
      std::vector<value::Reason> unknown = enabled->unknown;
      if (!text) add_reasons(unknown, type->reasons());
      engine::Finding finding =
          engine::make_finding(rp403, resource, unknown.empty() ? violation() : undecided(unknown),
                               place_of_use(*type, type->text_span(0, text ? text->size() : 0)));
      finding.origin = type->origin();
      finding.message = unknown.empty()
                            ? "policies of the type " + text.value_or("") +
                                  " are not enabled in the organization, so this one cannot be attached"
                            : "whether policies of this type are enabled in the organization depends on " +
                                  depends_on(unknown);
      finding.related.push_back({organization.resource->span, "the organization enables the types here"});
      finding.fix = engine::Fix{"add " + shown(*type) + " to enabled_policy_types of the organization", {}};
      if (unknown.empty())
        finding.fix->edits = add_to_list(*organization.resource, "enabled_policy_types", text.value_or(""));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
