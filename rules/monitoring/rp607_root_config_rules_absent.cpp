#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/truth.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Managed rules of AWS Config about the root user, and the control of Control Tower that is one (AWS Config
/// Developer Guide, "List of AWS Config managed rules"; Control Tower, "Strongly recommended controls").
constexpr std::array<std::string_view, 3> kRootRules{"IAM_ROOT_ACCESS_KEY_CHECK", "ROOT_ACCOUNT_MFA_ENABLED",
                                                     "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED"};
constexpr std::string_view kRootControl = "AWS-GR_ROOT_ACCOUNT_MFA_ENABLED";
/// Standards of Security Hub that bring such rules (IAM.4, IAM.6, IAM.9).
constexpr std::array<std::string_view, 3> kStandards{"/aws-foundational-security-best-practices/",
                                                     "/cis-aws-foundations-benchmark/", "/pci-dss/"};

/// Where code says what is checked.
enum class Names : std::uint8_t {
  rule,       ///< a managed rule, by its identifier
  pack,       ///< the template of a conformance pack
  elsewhere,  ///< a conformance pack whose template is not in the code
  control,    ///< a control of Control Tower
  standard,   ///< a standard of Security Hub
};
struct Place {
  std::string_view type;
  std::string_view path;
  Names names;
};
constexpr Place kPlaces[] = {
    {"AWS::Config::ConfigRule", "Source.SourceIdentifier", Names::rule},
    {"AWS::Config::ConformancePack", "TemplateBody", Names::pack},
    {"AWS::Config::ConformancePack", "TemplateS3Uri", Names::elsewhere},
    {"AWS::Config::ConformancePack", "TemplateSSMDocumentDetails", Names::elsewhere},
    {"AWS::Config::OrganizationConfigRule", "OrganizationManagedRuleMetadata.RuleIdentifier", Names::rule},
    {"AWS::Config::OrganizationConformancePack", "TemplateBody", Names::pack},
    {"AWS::Config::OrganizationConformancePack", "TemplateS3Uri", Names::elsewhere},
    {"AWS::ControlTower::EnabledControl", "ControlIdentifier", Names::control},
    {"AWS::SecurityHub::Standard", "StandardsArn", Names::standard},
    {"aws_config_config_rule", "source.source_identifier", Names::rule},
    {"aws_config_conformance_pack", "template_body", Names::pack},
    {"aws_config_conformance_pack", "template_s3_uri", Names::elsewhere},
    {"aws_config_organization_conformance_pack", "template_body", Names::pack},
    {"aws_config_organization_conformance_pack", "template_s3_uri", Names::elsewhere},
    {"aws_config_organization_managed_rule", "rule_identifier", Names::rule},
    {"aws_controltower_control", "control_identifier", Names::control},
    {"aws_securityhub_standards_subscription", "standards_arn", Names::standard},
    {"awscc_config_config_rule", "source.source_identifier", Names::rule},
    {"awscc_config_conformance_pack", "template_body", Names::pack},
    {"awscc_config_conformance_pack", "template_s3_uri", Names::elsewhere},
    {"awscc_config_organization_conformance_pack", "template_body", Names::pack},
    {"awscc_config_organization_conformance_pack", "template_s3_uri", Names::elsewhere},
    {"awscc_controltower_enabled_control", "control_identifier", Names::control},
    {"awscc_securityhub_standard", "standards_arn", Names::standard},
};
/// Security Hub enables its default standards, of which each has root controls, unless it is told not to.
struct Hub {
  std::string_view type;
  std::string_view default_standards;
};
constexpr Hub kHubs[] = {
    {"AWS::SecurityHub::Hub", "EnableDefaultStandards"},
    {"aws_securityhub_account", "enable_default_standards"},
    {"awscc_securityhub_hub", "enable_default_standards"},
};

/// The known text of a value, a mark in the place of each hole.
std::string known_text(const Value& value) {
  if (!value.is(Value::Kind::string)) return value.as_text().value_or("");
  std::string text;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    text += known == nullptr ? std::string("\n") : known->text;
  }
  return text;
}

template <typename List>
bool holds_one(std::string_view text, const List& wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view each) { return text.find(each) != std::string_view::npos; });
}

/// Whether a place checks root: unknown when what is written there is not known.
Truth checks_root(const Value& written, Names names) {
  const std::string text = known_text(written);
  Truth found = Truth::no;
  switch (names) {
    case Names::rule:
      found = policy::to_truth(std::find(kRootRules.begin(), kRootRules.end(), text) != kRootRules.end());
      break;
    case Names::pack:
      found = policy::to_truth(holds_one(text, kRootRules));
      break;
    case Names::elsewhere:
      return Truth::unknown;
    case Names::control:
      found = policy::to_truth(text.ends_with(kRootControl));
      break;
    case Names::standard:
      found = policy::to_truth(holds_one(text, kStandards));
      break;
  }
  if (found == Truth::yes || written.as_text()) return found;
  // The identifier of a rule of one's own is the ARN of a function.
  if (names == Names::rule)
    return std::any_of(kRootRules.begin(), kRootRules.end(),
                       [&](std::string_view rule) { return may_equal(written, lower_case(rule)); })
               ? Truth::unknown
               : Truth::no;
  // The Region in the ARN of a standard or control does not matter; what stands at its end does.
  const bool end_known = !text.empty() && text.back() != '\n';
  const bool arn = names == Names::control || names == Names::standard;
  return arn && end_known ? Truth::no : Truth::unknown;
}

/// Whether a rule runs code of its owner's, so that its identifier is that of a function, known or not.
bool is_custom(const Resource& resource) {
  for (const char* path : {"Source.Owner", "source.owner"})
    for (const NestedValue& owner : values_at(resource.properties, path))
      if (const std::optional<std::string> text = owner.value.as_text()) return text->starts_with("CUSTOM_");
  return false;
}

/// Whether a rule says that it is about root, whatever its function does.
bool names_root(const Resource& resource) {
  for (const char* name : {"ConfigRuleName", "Description", "name", "description"})
    if (const Value* text = resource.properties.find(name))
      if (lower_case(known_text(*text)).find("root") != std::string::npos) return true;
  return lower_case(resource.address).find("root") != std::string::npos;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp607;
const engine::Rule rp607{
    {
        .id = "RP607",
        .name = "root-config-rules-absent",
        .family = "monitoring",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "rules of AWS Config are managed in the code, and none of them looks at the root user",
        .meaning = R"md(
Where the scanned code has rules of AWS Config or conformance packs, looks among all of them for `IAM_ROOT_ACCESS_KEY_CHECK`, `ROOT_ACCOUNT_MFA_ENABLED` and
`ROOT_ACCOUNT_HARDWARE_MFA_ENABLED`, for the control `AWS-GR_ROOT_ACCOUNT_MFA_ENABLED` of Control Tower, and for standards of Security Hub that bring such rules.

- **violation**: none of them is there. Said once for a scan, at the first rule.
- **safe**: one is.
- **undecided**: a conformance pack comes from S3, an identifier is not known, a rule with a function of its own has root in its name or description, or a module is not on disk.
- Silent where the code has neither rules of AWS Config nor conformance packs: they are managed elsewhere then, if at all.
)md",
        .why = R"md(
Whether the root user has access keys or no MFA shows in the account only, not in code. These rules look every day and cost next to nothing. Where root credentials are managed centrally,
the rules about MFA report that they do not apply: there is nothing to protect.
)md",
        .bad = R"md(
```yaml
Rule:
  Type: AWS::Config::ConfigRule
  Properties:
    Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_PUBLIC_READ_PROHIBITED}
```
```hcl
resource "aws_config_config_rule" "bad" {
  name = "public-buckets"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
  }
}
```
)md",
        .good = R"md(
```yaml
Rule:
  Type: AWS::Config::ConfigRule
  Properties:
    Source: {Owner: AWS, SourceIdentifier: IAM_ROOT_ACCESS_KEY_CHECK}
```
```hcl
resource "aws_config_config_rule" "good" {
  name = "root-mfa"
  source {
    owner             = "AWS"
    source_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
  }
}
```
)md",
        .fix = R"md(
Add `IAM_ROOT_ACCESS_KEY_CHECK` and `ROOT_ACCOUNT_MFA_ENABLED`, best as rules of the organization.
)md",
        .mappings =
            "CIS AWS 3.0 1.4 1.5 1.6, CIS AWS 5.0 1.3 1.4 1.5, CIS AWS 7.0 2.4 2.5 2.6, Security Hub IAM.4, "
            "Security Hub IAM.6, Security Hub IAM.9, AWS Config iam-root-access-key-check, AWS Config "
            "root-account-mfa-enabled, AWS Config root-account-hardware-mfa-enabled, Control Tower "
            "AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Control Tower AWS-GR_ROOT_ACCOUNT_MFA_ENABLED, Prowler "
            "iam_no_root_access_key, Prowler iam_root_mfa_enabled, Prowler iam_root_hardware_mfa_enabled, "
            "NIST 800-53 AC-2(1) AC-3(7) AC-3(15) AC-6 AC-6(2) AC-6(10) IA-2(1) IA-2(2) IA-2(6) IA-2(8), PCI "
            "DSS 3.2.1 2.1 2.2 7.2.1 8.3.1, PCI DSS 4.0.1 8.4.2, ISO 27001:2022 A.5.15, AWS Well-Architected "
            "SEC01-BP02",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Resource* first = nullptr;
  const Resource* watching = nullptr;
  std::vector<value::Reason> unknown;
  const auto note = [&](const Resource& resource, const value::Guard& guard, Truth found,
                        std::vector<value::Reason> reasons) {
    const std::vector<value::Reason> doubts = doubts_about(resource, guard);
    if (found == Truth::yes && doubts.empty()) watching = &resource;
    if (found == Truth::no || (found == Truth::yes && doubts.empty())) return;
    add_reasons(reasons, doubts);
    if (reasons.empty())
      reasons.push_back(
          {value::ReasonKind::external_target, "what " + resource.address + " holds", resource.span});
    add_reasons(unknown, reasons);
  };
  for (const Resource& resource : facts.resources) {
    for (const Place& place : kPlaces) {
      if (resource.type != place.type) continue;
      const bool managed =
          place.names == Names::rule || place.names == Names::pack || place.names == Names::elsewhere;
      if (managed && first == nullptr) first = &resource;
      for (const NestedValue& written : values_at(resource.properties, place.path)) {
        if (place.names == Names::rule && is_custom(resource)) {
          if (names_root(resource))
            note(resource, written.guard, Truth::unknown,
                 {{value::ReasonKind::unsupported_operator,
                   "what the function of " + resource.address + " looks at", resource.span}});
          continue;
        }
        const Truth found = checks_root(written.value, place.names);
        note(resource, written.guard, found, written.value.reasons());
      }
    }
    for (const Hub& hub : kHubs) {
      if (resource.type != hub.type) continue;
      for (const Setting& standards : settings(resource.properties, hub.default_standards, "true")) {
        const Truth on =
            standards.text ? policy::to_truth(lower_case(*standards.text) == "true") : Truth::unknown;
        note(resource, standards.guard, on,
             standards.value == nullptr ? std::vector<value::Reason>() : standards.value->reasons());
      }
    }
  }
  if (first == nullptr) return;
  if (watching != nullptr) {
    engine::Finding finding =
        engine::make_finding(rp607, *watching, safe("the root user is looked at"), watching->span);
    finding.message = watching->address + " looks at the root user's credentials";
    findings.push_back(std::move(finding));
    return;
  }
  add_reasons(unknown, unseen_parts(facts, first->unit));
  engine::Finding finding =
      engine::make_finding(rp607, *first, unknown.empty() ? violation() : undecided(unknown), first->span);
  finding.message =
      unknown.empty()
          ? "rules of AWS Config are managed here, and none of them looks at the keys or MFA "
            "of the root user"
          : "whether a rule of AWS Config looks at the root user depends on " + depends_on(unknown);
  if (unknown.empty())
    finding.fix =
        engine::Fix{"add the managed rules IAM_ROOT_ACCESS_KEY_CHECK and ROOT_ACCOUNT_MFA_ENABLED", {}};
  findings.push_back(std::move(finding));
}

}  // namespace
}  // namespace rootproof::rules
