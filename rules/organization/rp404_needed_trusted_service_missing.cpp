#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/left_to_others.h"
#include "rules/answers.h"
#include "rules/organization/trusted_services.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// What works for the whole organization only while its service is trusted.
struct Need {
  std::string_view type;
  std::string_view property;  ///< that must be set or true for it; empty: always
  std::string_view service;
  std::string_view what;
};

/// AWS Organizations User Guide, "AWS services that you can use with AWS Organizations".
constexpr std::array<Need, 4> kNeeds = {{
    {"aws_cloudtrail", "is_organization_trail", "cloudtrail.amazonaws.com", "the organization's trail"},
    {"aws_config_configuration_aggregator", "organization_aggregation_source", "config.amazonaws.com",
     "the aggregator of AWS Config"},
    {"aws_guardduty_organization_admin_account", "", "guardduty.amazonaws.com",
     "the administrator of GuardDuty"},
    {"aws_securityhub_organization_admin_account", "", "securityhub.amazonaws.com",
     "the administrator of Security Hub"},
}};

bool is_needed(const Resource& resource, const Need& need) {
  if (resource.type != need.type || !is_certain(resource)) return false;
  if (need.property.empty()) return true;
  const Value* property = resource.properties.find(need.property);
  if (property == nullptr) return false;
  if (property->is(Value::Kind::boolean)) return property->as_boolean();
  return property->is(Value::Kind::list) && !property->items().empty();
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp404;
const engine::Rule rp404{
    {
        .id = "RP404",
        .name = "needed-trusted-service-missing",
        .family = "organization",
        .severity = engine::Severity::low,
        .tier = engine::Tier::opt_in,
        .summary = "the organization does not trust a service that this code relies on to watch root users",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

Looks at `aws_service_access_principals` of `aws_organizations_organization`: what is not listed there loses its access, for Terraform keeps the list as written. Compared
with what the same root module has for the whole organization: a trail of CloudTrail, an aggregator of AWS Config, administrators of GuardDuty and Security Hub. Central root access is RP109's.

- **violation**: the list is known and lacks the service of one of these.
- **safe**: it has the services of all.
- **undecided**: the list is not known or in `ignore_changes`, or an `aws_organizations_aws_service_access` trusts the service beside a list without it.

CloudFormation has no property for it.
)md",
        .why = R"md(
A service that is not trusted can no longer see the accounts: the trail records only its own. Nothing fails on that day.
)md",
        .bad = R"md(
```yaml
# CloudFormation has no property for it
```
```hcl
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["config.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_multi_region_trail = true
  is_organization_trail = true
}
```
)md",
        .good = R"md(
```yaml
# CloudFormation has no property for it
```
```hcl
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_multi_region_trail = true
  is_organization_trail = true
}
```
)md",
        .fix = R"md(
Add the service to `aws_service_access_principals`.
)md",
        .mappings = "CIS AWS 3.0 3.1, CIS AWS 5.0 3.1, CIS AWS 7.0 4.1, Security Hub CloudTrail.1",
    },
    check};

namespace {

void check_organization(const engine::Facts& facts, const Resource& organization,
                        engine::Findings& findings) {
  const Value* listed = organization.properties.find("aws_service_access_principals");
  std::vector<value::Reason> unknown;
  std::vector<std::string> services;
  const auto left = left_to_others(organization, "aws_service_access_principals");
  if (listed != nullptr && !listed->is(Value::Kind::null)) {
    unknown = listed->reasons();
    if (listed->is(Value::Kind::list)) {
      for (const Value& item : listed->items()) {
        if (const std::optional<std::string> name = item.as_text()) services.push_back(*name);
      }
    }
  }
  for (const Resource& resource : facts.resources) {
    const bool elsewhere = !resource.partition.empty() && !organization.partition.empty() &&
                           resource.partition != organization.partition;
    if (resource.unit != organization.unit || elsewhere) continue;
    for (const Need& need : kNeeds) {
      if (!is_needed(resource, need)) continue;
      const bool has = std::find(services.begin(), services.end(), need.service) != services.end();
      std::vector<value::Reason> reasons = unknown;
      if (const auto beside = trusted_beside_list(facts, organization, need.service))
        add_reasons(reasons, {*beside});
      if (left && (has || listed == nullptr)) add_reasons(reasons, {*left});
      const bool listed_for_good = has && !left;
      policy::Answer answer = listed_for_good   ? safe("the service is listed")
                              : reasons.empty() ? violation()
                                                : undecided(reasons);
      const policy::Verdict verdict = answer.verdict;
      engine::Finding finding =
          engine::make_finding(rp404, organization, std::move(answer), organization.span);
      finding.identity = resource.address;
      const std::string service(need.service);
      const std::string what(need.what);
      finding.message = verdict == policy::Verdict::violation ? "the organization does not trust "
                        : verdict == policy::Verdict::safe    ? "the organization trusts "
                                                              : "whether the organization trusts ";
      finding.message += service;
      if (verdict != policy::Verdict::safe) finding.message += ", on which " + what + " relies";
      if (verdict == policy::Verdict::undecided) finding.message += ", depends on " + depends_on(reasons);
      finding.related.push_back({resource.span, what + " stands here"});
      finding.fix = engine::Fix{"add \"" + service + "\" to aws_service_access_principals", {}};
      findings.push_back(std::move(finding));
    }
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    if (resource.type == "aws_organizations_organization" && !resource.guard.impossible())
      check_organization(facts, resource, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
