#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/coverage.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::Truth;
using value::Value;

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp108;
const engine::Rule rp108{
    {
        .id = "RP108",
        .name = "centralized-root-credentials-off",
        .family = "root_credentials",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "an organization leaves every member account its own root password and keys",
        .meaning = R"md(
Looks at organizations that are in the scanned code, or described by `--organization`, at `enabled_features` of `aws_iam_organizations_features`, and at
`centralRootUserManagement` of the Landing Zone Accelerator.

- **violation**: the list lacks `RootCredentialsManagement`, or no code enables it and nobody says otherwise.
- **safe**: it is in the list, in the description of the organization (`aws iam list-organizations-features`), or in `organization.central_root_features` of `rootproof.yaml`.
- **undecided**: the list is not known or in `ignore_changes`, a module that nobody could read may enable it, or the organization is declared in CloudFormation or org-formation, which cannot say.
)md",
        .why = R"md(
With central management of root credentials the root users of member accounts have no password, no keys and no MFA device, and new accounts are created without: there is nothing to
lose, to rotate or to phish. Without it each account has a password that can be recovered by whoever reads one mailbox.
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
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "bad" {
  enabled_features = ["RootSessions"]
}
```
)md",
        .good = R"md(
```yaml
# rootproof.yaml
organization:
  central_root_features: [RootCredentialsManagement, RootSessions]
```
```hcl
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "good" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
```
)md",
        .fix = R"md(
Enable the feature, with trusted access for `iam.amazonaws.com` (RP109), then delete the root credentials of the member accounts: enabling it deletes none. The management account keeps
its own: MFA, no keys.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled",
    },
    check};

namespace {

/// The resource to write behind the organization, where that trusts IAM already: it cannot be applied
/// otherwise.
std::optional<engine::Edit> enabling_block(const engine::Facts& facts, const Organization& organization) {
  const std::string name = "central_root_access";
  const std::string type(kRootFeaturesType);
  const Resource* place = terraform_organization(organization);
  if (place == nullptr || address_taken(facts, place->unit, type + "." + name)) return std::nullopt;
  std::vector<value::Reason> unknown;
  const bool trusted =
      list_holds(*place, "aws_service_access_principals", kRootAccessService, unknown) == Truth::yes;
  const Value* features = place->property("feature_set");
  if (!trusted || (features != nullptr && features->as_text() != "ALL")) return std::nullopt;
  const std::uint32_t end = place->body_span.end;
  return engine::Edit{{place->body_span.file, end, end},
                      "\n\nresource \"" + type + "\" \"" + name + "\" {\n  enabled_features = [\"" +
                          std::string(kRootCredentialsManagement) + "\", \"" + std::string(kRootSessions) +
                          "\"]\n  depends_on       = [" + place->address + "]\n}"};
}

void report(const engine::Facts& facts, const Resource& place, const Organization& organization,
            const CentralRootFeature& feature, engine::Findings& findings) {
  const Value* list =
      feature.resource == nullptr ? nullptr : feature.resource->properties.find("enabled_features");
  const source::Span span =
      list == nullptr || list->origin().span().empty() ? place.span : list->origin().span();
  const auto start = [&](policy::Answer answer) {
    engine::Finding finding = engine::make_finding(rp108, place, std::move(answer), span);
    if (list != nullptr) finding.origin = list->origin();
    return finding;
  };
  switch (feature.enabled) {
    case Truth::yes: {
      engine::Finding finding = start(safe("RootCredentialsManagement is enabled"));
      finding.message = "the root credentials of member accounts are managed centrally";
      findings.push_back(std::move(finding));
      return;
    }
    case Truth::unknown: {
      engine::Finding finding = start(undecided(feature.reasons));
      finding.message = "whether the root credentials of member accounts are managed centrally depends on " +
                        depends_on(feature.reasons);
      findings.push_back(std::move(finding));
      return;
    }
    case Truth::no:
      break;
  }
  engine::Finding finding = start(violation());
  finding.message =
      (feature.resource != nullptr
           ? place.address + " does not enable RootCredentialsManagement"
           : std::string("nothing enables RootCredentialsManagement in the organization")) +
      ": every member account keeps a root password, and may have root keys, that nobody manages centrally";
  finding.fix = engine::Fix{
      "enable RootCredentialsManagement, then delete the root credentials of the member "
      "accounts",
      {}};
  if (list != nullptr) {
    finding.fix->edits = append_items(*list, std::string(kRootCredentialsManagement));
  } else if (feature.resource == nullptr) {
    if (std::optional<engine::Edit> edit = enabling_block(facts, organization)) {
      finding.fix->description =
          "enable RootCredentialsManagement, and RootSessions for what only root users may do, then delete "
          "the "
          "root credentials of the member accounts";
      finding.fix->edits.push_back(std::move(*edit));
    }
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (organization.resource == nullptr) continue;
    const CentralRootFeature feature = central_root_feature(facts, organization, kRootCredentialsManagement);
    // A description without a word about it leaves the question to code that is not there.
    const bool described = organization.resource->language == Language::organization_export;
    if (described && feature.enabled == Truth::unknown && feature.resource == nullptr) continue;
    report(facts, feature.resource == nullptr ? *organization.resource : *feature.resource, organization,
           feature, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
