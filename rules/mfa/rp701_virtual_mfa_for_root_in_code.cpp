#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// The name the console gives the device of the root user (IAM User Guide, "Enable a virtual MFA device for
/// the root user").
constexpr std::string_view kRootDevice = "root-account-mfa-device";

/// Where code says whose device it is.
struct DeviceProperty {
  std::string_view type;
  std::string_view path;
  bool is_user = false;  ///< a user of the device, not its name
};
constexpr DeviceProperty kProperties[] = {
    {"AWS::IAM::VirtualMFADevice", "VirtualMfaDeviceName", false},
    {"AWS::IAM::VirtualMFADevice", "Users", true},
    {"aws_iam_virtual_mfa_device", "virtual_mfa_device_name", false},
    {"awscc_iam_virtual_mfa_device", "virtual_mfa_device_name", false},
    {"awscc_iam_virtual_mfa_device", "users", true},
};

/// "root", "root-mfa", "acme_root_device": root is a word of the name.
bool has_word_root(std::string_view lower) {
  const auto is_part = [&](std::size_t at) {
    return at < lower.size() && std::isalnum(static_cast<unsigned char>(lower[at])) != 0;
  };
  for (std::size_t at = lower.find("root"); at != std::string_view::npos; at = lower.find("root", at + 1))
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + 4)) return true;
  return false;
}

bool is_root(std::string_view text, bool is_user) {
  const std::string lower = lower_case(text);
  return lower == kRootDevice || (!is_user && has_word_root(lower)) ||
         (is_user && (lower == "root" || lower == "<root_account>" ||
                      (lower.starts_with("arn:") && lower.ends_with(":root"))));
}

bool may_be_root(const Value& text, bool is_user) {
  return may_equal(text, kRootDevice) || (!is_user && has_word_root(lower_case(text.to_display()))) ||
         (is_user && (may_equal(text, "root") || may_be_between(text, "arn:", ":root")));
}

engine::Finding start(const Resource& resource, const Value& value, policy::Answer answer);

void judge(const Resource& resource, const DeviceProperty& property, const PossibleText& text,
           engine::Findings& findings) {
  if (text.text && is_root(*text.text, property.is_user)) {
    engine::Finding finding = start(resource, *text.value, violation());
    finding.message =
        resource.address + " is a virtual MFA device meant for the root user (\"" + *text.text + "\")" +
        under(finding, text.guard & resource.guard) +
        (resource.language == Language::cloudformation
             ? ": no template can enable it there, and a virtual device is no hardware MFA"
             : ": its seed stands in the state, for all who read that, and a virtual device is no "
               "hardware MFA");
    finding.fix =
        engine::Fix{"remove " + resource.address + " and enrol hardware keys for the root user by hand", {}};
    findings.push_back(std::move(finding));
  } else if (!text.text && may_be_root(*text.value, property.is_user)) {
    engine::Finding finding = start(resource, *text.value, undecided(text.value->reasons()));
    finding.message = "whether " + resource.address +
                      " is a virtual MFA device for the root user depends on " +
                      depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
  } else {
    engine::Finding finding =
        start(resource, *text.value, safe("it is not called for the root user: " + text.value->to_display()));
    finding.message = resource.address + " is not for the root user";
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources)
    for (const DeviceProperty& property : kProperties) {
      if (resource.type != property.type) continue;
      for (const NestedValue& found : values_at(resource.properties, property.path))
        for (PossibleText& text : possible_texts(found.value)) {
          text.guard = text.guard & found.guard;
          judge(resource, property, text, findings);
        }
    }
}

}  // namespace

extern const engine::Rule rp701;
const engine::Rule rp701{
    {
        .id = "RP701",
        .name = "virtual-mfa-for-root-in-code",
        .family = "mfa",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "code makes a virtual MFA device for the root user",
        .meaning = R"md(
Looks at virtual MFA devices: their name, and in CloudFormation the users they are for.

- **violation**: the name is `root-account-mfa-device`, as the console calls the root user's, or has the word *root* (`root-mfa`), or one of the users is root.
- **safe**: names and users are others.
- **undecided**: a name or a user is not known and may be such a one.
)md",
        .why = R"md(
The seed of the device (`base_32_string_seed`, `qr_code_png`) is stored in the Terraform state: whoever reads that has the second factor of the root user. Nothing in code can enable the
device for the root user, which is done by hand, and a virtual one fails the controls on hardware MFA.
)md",
        .bad = R"md(
```yaml
Device:
  Type: AWS::IAM::VirtualMFADevice
  Properties: {VirtualMfaDeviceName: root-account-mfa-device, Users: [root]}
```
```hcl
resource "aws_iam_virtual_mfa_device" "bad" {
  virtual_mfa_device_name = "root-account-mfa-device"
}
```
)md",
        .good = R"md(
```yaml
Jane:
  Type: AWS::IAM::User
  Properties: {UserName: jane}
Device:
  Type: AWS::IAM::VirtualMFADevice
  Properties: {VirtualMfaDeviceName: jane, Users: [!Ref Jane]}
```
```hcl
resource "aws_iam_virtual_mfa_device" "good" {
  virtual_mfa_device_name = "jane"
}
```
)md",
        .fix = R"md(
Remove the device. Enrol two hardware security keys for the root user by hand; for member accounts of an organization, manage root credentials centrally, so that there is nothing to protect.
)md",
        .mappings =
            "CIS AWS 3.0 1.5, CIS AWS 3.0 1.6, CIS AWS 5.0 1.4, CIS AWS 5.0 1.5, CIS AWS 7.0 2.5, CIS AWS "
            "7.0 2.6, "
            "Security Hub IAM.6, Security Hub IAM.9, AWS Config root-account-mfa-enabled, AWS Config "
            "root-account-hardware-mfa-enabled, Control Tower AWS-GR_ROOT_ACCOUNT_MFA_ENABLED, Prowler "
            "iam_root_mfa_enabled, Prowler iam_root_hardware_mfa_enabled, NIST 800-53 IA-2(1) IA-2(2) "
            "IA-2(6) "
            "IA-2(8), PCI DSS 3.2.1 8.3.1, PCI DSS 4.0.1 8.4.2",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& value, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp701, resource, std::move(answer), place_of(value));
  finding.origin = value.origin();
  finding.identity = value.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
