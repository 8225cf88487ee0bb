#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/organization/central_root_access.h"
#include "rules/organization/trusted_services.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::Truth;
using value::Value;

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp109;
const engine::Rule rp109{
    {
        .id = "RP109",
        .name = "centralized-root-without-trusted-access",
        .family = "root_credentials",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "central root access is asked for in an organization that does not trust IAM",
        .meaning = R"md(
Looks at `aws_iam_organizations_features` and the organization it belongs to: the one of the same root module, or the only one in the scan.

- **violation**: `aws_service_access_principals` is known and lacks `iam.amazonaws.com` (leaving it out counts: the provider then withdraws what is trusted), or `feature_set` is
  `CONSOLIDATED_BILLING`.
- **safe**: IAM is in the list, and the organization has all features.
- **undecided**: the list is not known or in `ignore_changes`, an `aws_organizations_aws_service_access` trusts IAM beside a list without it, or the organization is not in the scanned code.

CloudFormation has no resource type for central root access.
)md",
        .why = R"md(
IAM refuses to enable the features before Organizations trusts `iam.amazonaws.com`. Where both stand in one code base the next apply may enable one and withdraw the other; the root
credentials that were meant to be gone stay.
)md",
        .bad = R"md(
```yaml
# CloudFormation cannot express it
```
```hcl
resource "aws_organizations_organization" "bad" {
  aws_service_access_principals = ["sso.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
```
)md",
        .good = R"md(
```yaml
# CloudFormation cannot express it
```
```hcl
resource "aws_organizations_organization" "good" {
  aws_service_access_principals = ["sso.amazonaws.com", "iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
```
)md",
        .fix = R"md(
Add `iam.amazonaws.com` to `aws_service_access_principals`, and let the features depend on the organization.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled",
    },
    check};

namespace {

engine::Finding start(const Resource& organization, const Value* at, const Resource& features,
                      policy::Answer answer) {
  const source::Span span =
      at == nullptr || at->origin().span().empty() ? organization.span : at->origin().span();
  engine::Finding finding = engine::make_finding(rp109, organization, std::move(answer), span);
  if (at != nullptr) finding.origin = at->origin();
  finding.related.push_back({features.span, "central root access is asked for here"});
  return finding;
}

void check_organization(const engine::Facts& facts, const Resource& organization, const Resource& features,
                        engine::Findings& findings) {
  const Value* set = organization.property("feature_set");
  if (set != nullptr && set->as_text() == "CONSOLIDATED_BILLING") {
    engine::Finding finding = start(organization, set, features, violation());
    finding.message = features.address +
                      " needs an organization with all features, and this one has "
                      "consolidated billing only";
    finding.fix = engine::Fix{"set the feature set to ALL", {}};
    findings.push_back(std::move(finding));
    return;
  }
  const Value* list = organization.properties.find("aws_service_access_principals");
  if (list != nullptr && list->is(Value::Kind::null)) list = nullptr;
  std::vector<value::Reason> reasons;
  Truth trusted = list_holds(organization, "aws_service_access_principals", kRootAccessService, reasons);
  const auto beside = trusted_beside_list(facts, organization, kRootAccessService);
  if (trusted == Truth::no && beside) {
    trusted = Truth::unknown;
    reasons = {*beside};
  }
  switch (trusted) {
    case Truth::yes: {
      engine::Finding finding = start(organization, list, features, safe("iam.amazonaws.com is trusted"));
      finding.related.clear();
      finding.message = organization.address + " trusts IAM, as central root access needs";
      findings.push_back(std::move(finding));
      return;
    }
    case Truth::unknown: {
      engine::Finding finding = start(organization, list, features, undecided(reasons));
      finding.message = "whether " + organization.address + " trusts IAM, as " + features.address +
                        " needs, depends on " + depends_on(reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case Truth::no:
      break;
  }
  engine::Finding finding = start(organization, list, features, violation());
  finding.message = organization.address + " does not trust iam.amazonaws.com, so " + features.address +
                    " cannot enable central root access, or loses it";
  finding.fix = engine::Fix{
      "add iam.amazonaws.com to aws_service_access_principals",
      add_to_list(organization, "aws_service_access_principals", std::string(kRootAccessService))};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<const Resource*> placed;
  for (const Organization& organization : facts.organizations) {
    const Resource* declared = organization.resource;
    if (declared == nullptr || declared->type != "aws_organizations_organization") continue;
    const std::vector<const Resource*> features = root_feature_resources(facts, organization);
    if (features.empty()) continue;
    check_organization(facts, *declared, *features.front(), findings);
    placed.insert(placed.end(), features.begin(), features.end());
  }
  for (const Resource& resource : facts.resources) {
    if (resource.type != kRootFeaturesType ||
        std::find(placed.begin(), placed.end(), &resource) != placed.end())
      continue;
    engine::Finding finding = engine::make_finding(
        rp109, resource,
        undecided({{value::ReasonKind::partial_organization,
                    "aws_service_access_principals of the organization, which is not in this code",
                    resource.span}}),
        resource.span);
    finding.message = "whether the organization trusts IAM, as " + resource.address + " needs, depends on " +
                      depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rootproof::rules
