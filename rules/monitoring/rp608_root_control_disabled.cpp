#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/lockouts/nested_values.h"
#include "rules/organization/central_root_access.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// A Security Hub control that watches the root user.
struct RootControl {
  std::string_view id;
  std::string_view watches;
  bool needs_credentials = false;  ///< of no use once the root user has none
};

/// AWS Security Hub User Guide, control references of IAM and CloudWatch.
constexpr RootControl kRootControls[] = {
    {"IAM.4", "access keys of the root user", false},
    {"IAM.6", "hardware MFA of the root user", true},
    {"IAM.9", "MFA of the root user", true},
    {"CloudWatch.1", "the alarm on use of the root user", false},
};

/// What a control is called in the ARNs of standards that count on their own. The same guide, "Requirements
/// that apply to the standard" of CIS and PCI DSS.
struct StandardControl {
  std::string_view end;  ///< of the ARN
  std::string_view id;
};
constexpr StandardControl kStandardControls[] = {
    {"/cis-aws-foundations-benchmark/v/1.2.0/1.1", "CloudWatch.1"},
    {"/cis-aws-foundations-benchmark/v/1.2.0/1.12", "IAM.4"},
    {"/cis-aws-foundations-benchmark/v/1.2.0/1.13", "IAM.9"},
    {"/cis-aws-foundations-benchmark/v/1.2.0/1.14", "IAM.6"},
    {"/cis-aws-foundations-benchmark/v/1.2.0/3.3", "CloudWatch.1"},
    {"/cis-aws-foundations-benchmark/v/1.4.0/1.4", "IAM.4"},
    {"/cis-aws-foundations-benchmark/v/1.4.0/1.5", "IAM.9"},
    {"/cis-aws-foundations-benchmark/v/1.4.0/1.6", "IAM.6"},
    {"/cis-aws-foundations-benchmark/v/1.4.0/1.7", "CloudWatch.1"},
    {"/cis-aws-foundations-benchmark/v/1.4.0/4.3", "CloudWatch.1"},
    {"/cis-aws-foundations-benchmark/v/3.0.0/1.4", "IAM.4"},
    {"/cis-aws-foundations-benchmark/v/3.0.0/1.5", "IAM.9"},
    {"/cis-aws-foundations-benchmark/v/3.0.0/1.6", "IAM.6"},
    {"/cis-aws-foundations-benchmark/v/5.0.0/1.3", "IAM.4"},
    {"/cis-aws-foundations-benchmark/v/5.0.0/1.4", "IAM.9"},
    {"/cis-aws-foundations-benchmark/v/5.0.0/1.5", "IAM.6"},
    {"/pci-dss/v/3.2.1/PCI.CW.1", "CloudWatch.1"},
    {"/pci-dss/v/3.2.1/PCI.IAM.1", "IAM.4"},
    {"/pci-dss/v/3.2.1/PCI.IAM.4", "IAM.6"},
    {"/pci-dss/v/3.2.1/PCI.IAM.5", "IAM.9"},
};

/// Where code names controls that are off. Without a status, to be named is to be off.
struct ControlSwitch {
  std::string_view type;
  std::string_view controls;
  std::string_view status;
};
constexpr ControlSwitch kSwitches[] = {
    {"AWS::SecurityHub::ConfigurationPolicy",
     "ConfigurationPolicy.SecurityHub.SecurityControlsConfiguration.DisabledSecurityControlIdentifiers", ""},
    {"AWS::SecurityHub::Standard", "DisabledStandardsControls.StandardsControlArn", ""},
    {"aws_securityhub_configuration_policy",
     "configuration_policy.security_controls_configuration.disabled_control_identifiers", ""},
    {"aws_securityhub_standards_control", "standards_control_arn", "control_status"},
    {"aws_securityhub_standards_control_association", "security_control_id", "association_status"},
    {"awscc_securityhub_configuration_policy",
     "configuration_policy.security_hub.security_controls_configuration.disabled_security_control_"
     "identifiers",
     ""},
    {"awscc_securityhub_standard", "disabled_standards_controls.standards_control_arn", ""},
};

/// Lists of the controls that are on: all others are off (API reference, SecurityControlsConfiguration).
struct EnabledList {
  std::string_view type;
  std::string_view path;
};
constexpr EnabledList kEnabledLists[] = {
    {"AWS::SecurityHub::ConfigurationPolicy",
     "ConfigurationPolicy.SecurityHub.SecurityControlsConfiguration.EnabledSecurityControlIdentifiers"},
    {"aws_securityhub_configuration_policy",
     "configuration_policy.security_controls_configuration.enabled_control_identifiers"},
    {"awscc_securityhub_configuration_policy",
     "configuration_policy.security_hub.security_controls_configuration.enabled_security_control_"
     "identifiers"},
};

const RootControl* root_control(std::string_view id) {
  const auto* found = std::find_if(std::begin(kRootControls), std::end(kRootControls),
                                   [&](const RootControl& control) { return control.id == id; });
  return found == std::end(kRootControls) ? nullptr : found;
}

/// The text after the last hole: Region and account of an ARN stand before the control it names.
std::string known_end(const Value& value) {
  if (!value.is(Value::Kind::string)) return value.as_text().value_or("");
  std::string end;
  for (const value::StringPiece& piece : value.pieces()) {
    if (const auto* text = std::get_if<value::TextPiece>(&piece))
      end += text->text;
    else
      end.clear();
  }
  return end;
}

/// What a value that names a control comes to.
struct NamedControl {
  const RootControl* control = nullptr;
  bool known = false;
};

NamedControl named_control(const Value& value) {
  const std::string end = known_end(value);
  const std::size_t slash = end.rfind('/');
  const bool whole = value.as_text().has_value();
  if (!whole && slash == std::string::npos) return {};
  for (const StandardControl& standard : kStandardControls)
    if (end.ends_with(standard.end)) return {root_control(standard.id), true};
  const std::string_view id =
      slash == std::string::npos ? std::string_view(end) : std::string_view(end).substr(slash + 1);
  if (const RootControl* control = root_control(id)) return {control, true};
  // Standards that number their controls are told apart by what stands before the number.
  const bool numbered = !id.empty() && std::isdigit(static_cast<unsigned char>(id.front())) != 0;
  return {nullptr, whole || !numbered || end.find("/v/") != std::string::npos};
}

/// Whether code of this scan takes the credentials of member accounts' root users away.
bool credentials_managed_centrally(const engine::Facts& facts) {
  std::vector<value::Reason> ignored;
  for (const Resource& resource : facts.resources)
    if (resource.type == kRootFeaturesType &&
        list_holds(resource, "enabled_features", kRootCredentialsManagement, ignored) == policy::Truth::yes)
      return true;
  return false;
}

struct Status {
  std::optional<bool> off;  ///< nullopt: not known
  value::Guard guard;
  std::vector<value::Reason> reasons;
};

std::vector<Status> statuses(const Resource& resource, std::string_view path) {
  if (path.empty()) return {{true, {}, {}}};
  std::vector<Status> all;
  for (const NestedValue& found : values_at(resource.properties, path)) {
    const std::optional<std::string> text = found.value.as_text();
    all.push_back({text ? std::optional<bool>(*text == "DISABLED") : std::nullopt, found.guard,
                   text ? std::vector<value::Reason>() : found.value.reasons()});
  }
  return all;
}

engine::Finding start(const Resource& resource, const Value& at, policy::Answer answer);

class Judge {
 public:
  Judge(const Resource& resource, bool central, engine::Findings& findings)
      : resource_(resource), central_(central), findings_(findings) {}

  /// A control that is named, and perhaps off.
  void named(const PossibleText& name, const Status& status) {
    const NamedControl named = named_control(*name.value);
    if (named.known && named.control == nullptr) return;
    if (status.off == false) {
      if (named.control == nullptr) return;
      engine::Finding finding =
          start(resource_, *name.value, safe(std::string(named.control->id) + " is on"));
      finding.message = resource_.address + " leaves the control " + std::string(named.control->id) + " on";
      findings_.push_back(std::move(finding));
      return;
    }
    std::vector<value::Reason> reasons = status.reasons;
    if (named.control == nullptr) add_reasons(reasons, name.value->reasons());
    if (!reasons.empty() || named.control == nullptr) {
      engine::Finding finding = start(resource_, *name.value, undecided(reasons));
      finding.message = "whether " + resource_.address +
                        " turns a Security Hub control off that watches the root user depends on " +
                        depends_on(reasons);
      findings_.push_back(std::move(finding));
      return;
    }
    engine::Finding finding = start(resource_, *name.value, violation());
    finding.message = resource_.address + " turns the Security Hub control " +
                      std::string(named.control->id) + " off" +
                      under(finding, name.guard & status.guard & resource_.guard) + ": nothing watches " +
                      std::string(named.control->watches) + " here";
    if (named.control->needs_credentials && central_) {
      finding.severity = engine::Severity::low;
      finding.message +=
          " (root credentials of member accounts are managed centrally: the management "
          "account's root user is still to be watched)";
    }
    finding.fix = engine::Fix{
        "leave " + std::string(named.control->id) + " on; suppress single findings that are accepted", {}};
    findings_.push_back(std::move(finding));
  }

  /// A list of the controls that are on.
  void enabled(const NestedValue& list) {
    std::vector<const RootControl*> missing;
    const std::vector<PossibleText> items = possible_texts(list.value);
    for (const RootControl& control : kRootControls)
      if (std::none_of(items.begin(), items.end(),
                       [&](const PossibleText& item) { return item.text == control.id; }))
        missing.push_back(&control);
    if (missing.empty()) {
      engine::Finding finding =
          start(resource_, list.value, safe("the list has the controls of the root user"));
      finding.message = resource_.address + " leaves all controls that watch the root user on";
      findings_.push_back(std::move(finding));
      return;
    }
    const std::vector<value::Reason> reasons = list.value.reasons();
    engine::Finding finding =
        start(resource_, list.value, reasons.empty() ? violation() : undecided(reasons));
    const auto listed = [&missing](const char* between) {
      std::string names;
      for (const RootControl* control : missing)
        names += (names.empty() ? "" : between) + std::string(control->id);
      return names;
    };
    finding.message = reasons.empty()
                          ? resource_.address + " lists the Security Hub controls that are on" +
                                under(finding, list.guard & resource_.guard) + " without " + listed(", ") +
                                ": all others are off, so nothing watches " +
                                std::string(missing.front()->watches) + " here"
                          : "whether " + resource_.address +
                                " turns Security Hub controls off that watch the root user depends on " +
                                depends_on(reasons);
    if (reasons.empty())
      finding.fix =
          engine::Fix{"add " + listed(", ") + " to the list", append_items(list.value, listed(" "))};
    findings_.push_back(std::move(finding));
  }

 private:
  const Resource& resource_;
  bool central_;
  engine::Findings& findings_;
};

void check(const engine::Facts& facts, engine::Findings& findings) {
  const bool central = credentials_managed_centrally(facts);
  for (const Resource& resource : facts.resources) {
    Judge judge(resource, central, findings);
    for (const ControlSwitch& row : kSwitches) {
      if (resource.type != row.type) continue;
      const std::vector<Status> states = statuses(resource, row.status);
      for (const NestedValue& names : values_at(resource.properties, row.controls))
        for (PossibleText& name : possible_texts(names.value)) {
          name.guard = name.guard & names.guard;
          for (const Status& status : states)
            if (!(name.guard & status.guard).impossible()) judge.named(name, status);
        }
    }
    for (const EnabledList& row : kEnabledLists) {
      if (resource.type != row.type) continue;
      for (const NestedValue& list : values_at(resource.properties, row.path)) judge.enabled(list);
    }
  }
}

}  // namespace

extern const engine::Rule rp608;
const engine::Rule rp608{
    {
        .id = "RP608",
        .name = "root-control-disabled",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a Security Hub control that watches the root user is turned off",
        .meaning = R"md(
Looks for the controls IAM.4 (access keys of the root user), IAM.6 (hardware MFA), IAM.9 (MFA) and CloudWatch.1 (alarm on its use), also under the numbers that CIS 1.2, 1.4, 3.0,
5.0 and PCI DSS 3.2.1 give them, in standards, in single controls, in their associations and in configuration policies.

- **violation**: one of them is off, or a configuration policy lists the controls that are on without it: Security Hub turns all others off.
- **safe**: the control is named, and on.
- **undecided**: which control it is, or whether it is off, is not known.

Where the same code manages root credentials centrally, IAM.6 and IAM.9 are reported as *low*: member accounts have no root credentials that MFA could protect.
)md",
        .why = R"md(
No template shows whether the root user has access keys or MFA. These controls look at the account itself, every day. With them off, a key made today is found when it is used.
)md",
        .bad = R"md(
```yaml
Benchmark:
  Type: AWS::SecurityHub::Standard
  Properties:
    StandardsArn: arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/1.4.0
    DisabledStandardsControls:
      - StandardsControlArn: arn:aws:securityhub:us-east-1:111122223333:control/cis-aws-foundations-benchmark/v/1.4.0/1.4
        Reason: noise
```
```hcl
resource "aws_securityhub_standards_control" "bad" {
  standards_control_arn = "arn:aws:securityhub:us-east-1:111122223333:control/aws-foundational-security-best-practices/v/1.0.0/IAM.4"
  control_status        = "DISABLED"
  disabled_reason       = "noise"
}
```
)md",
        .good = R"md(
```yaml
Benchmark:
  Type: AWS::SecurityHub::Standard
  Properties:
    StandardsArn: arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/1.4.0
```
```hcl
resource "aws_securityhub_standards_control" "good" {
  standards_control_arn = "arn:aws:securityhub:us-east-1:111122223333:control/aws-foundational-security-best-practices/v/1.0.0/IAM.4"
  control_status        = "ENABLED"
}
```
)md",
        .fix = R"md(
Leave the control on. Where one account's finding is accepted, suppress that finding in Security Hub and keep watching the others.
)md",
        .mappings =
            "CIS AWS 3.0 1.4, CIS AWS 3.0 1.5, CIS AWS 3.0 1.6, CIS AWS 5.0 1.3, CIS AWS 5.0 1.4, CIS AWS "
            "5.0 "
            "1.5, CIS AWS 7.0 2.4, CIS AWS 7.0 2.5, CIS AWS 7.0 2.6, Security Hub IAM.4, Security Hub IAM.6, "
            "Security Hub IAM.9, Security Hub CloudWatch.1, ISO 27001:2022 A.8.16",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& at, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp608, resource, std::move(answer), place_of(at));
  finding.origin = at.origin();
  finding.identity = at.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
