#include <string>
#include <string_view>
#include <utility>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

/// Where MFA delete is switched on, and the word that does.
struct Switch {
  std::string_view type;
  std::string_view path;
  std::string_view on;
};

/// Terraform AWS provider, aws_s3_bucket_versioning, and aws_s3_bucket before version 4 took its blocks away.
constexpr Switch kSwitches[] = {
    {"aws_s3_bucket_versioning", "versioning_configuration.mfa_delete", "Enabled"},
    {"aws_s3_bucket", "versioning.mfa_delete", "true"},
};

/// Where the serial number of the device and its code stand, one space between them.
constexpr std::string_view kCodeProperty = "mfa";

bool holds_code(const Resource& resource) {
  for (const NestedValue& found : values_at(resource.properties, kCodeProperty))
    if (found.value.as_text()) return true;
  return false;
}

engine::Finding start(const Resource& resource, const PossibleText& text, policy::Answer answer);

void judge(const Resource& resource, std::string_view on, const PossibleText& text,
           engine::Findings& findings) {
  if (!text.text) {
    engine::Finding finding = start(resource, text, undecided(text.value->reasons()));
    finding.message = "whether " + resource.address + " turns MFA delete on, which only the root user can, " +
                      "depends on " + depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  if (*text.text != on) {
    engine::Finding finding = start(resource, text, safe("mfa_delete is " + *text.text));
    finding.message = resource.address + " does not turn MFA delete on";
    findings.push_back(std::move(finding));
    return;
  }
  engine::Finding finding = start(resource, text, violation());
  finding.message = resource.address + " turns MFA delete on" + under(finding, text.guard) +
                    ": S3 takes that from the root user alone, so that whoever applies this code must run it "
                    "with access keys and an MFA code of the root user";
  if (holds_code(resource)) {
    finding.severity = engine::Severity::high;
    finding.message += " (the argument mfa names such a device and code)";
  }
  finding.fix = engine::Fix{
      "leave mfa_delete out and protect the versions with S3 Object Lock; where MFA delete is required, let "
      "the root user turn it on once by hand and delete the access key afterwards",
      {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources)
    for (const Switch& mfa_delete : kSwitches) {
      if (resource.type != mfa_delete.type) continue;
      for (const NestedValue& found : values_at(resource.properties, mfa_delete.path))
        for (PossibleText& text : possible_texts(found.value)) {
          text.guard = text.guard & found.guard & resource.guard;
          judge(resource, mfa_delete.on, text, findings);
        }
    }
}

}  // namespace

extern const engine::Rule rp506;
const engine::Rule rp506{
    {
        .id = "RP506",
        .name = "mfa-delete-in-code",
        .family = "lockouts",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "code turns MFA delete of a bucket on, which only the root user can do",
        .meaning = R"md(
Looks at `mfa_delete` of `aws_s3_bucket_versioning` and of the `versioning` block of older `aws_s3_bucket`.

- **violation**: it is on. The severity is *high* where the argument `mfa` holds the serial number of a device and its code, which are the root user's.
- **safe**: it is off.
- **undecided**: its value is not known.

CloudFormation has no property for it: `VersioningConfiguration` knows `Status` only.
)md",
        .why = R"md(
S3 lets nobody but the bucket owner's root user switch MFA delete, with an access key and an MFA code of the root user in the same request. A pipeline that applies such
code must hold an access key of the root user, or a person must run it as root again and again: the code lasts thirty seconds.

CIS (3.0 2.1.2, 5.0 2.1.2, 7.0 3.1.2), Security Hub S3.20 and Prowler `s3_bucket_no_mfa_delete` ask for MFA delete to be on. That is no contradiction: they ask for the state
of the bucket, not for code that sets it. Switched on once by hand, it stays on; Terraform leaves it alone where `mfa_delete` is not written.
)md",
        .bad = R"md(
```yaml
# CloudFormation cannot switch MFA delete: VersioningConfiguration knows Status only.
```
```hcl
resource "aws_s3_bucket_versioning" "bad" {
  bucket = aws_s3_bucket.ledger.id
  mfa    = "arn:aws:iam::111122223333:mfa/root-account-mfa-device 123456"
  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Enabled"
  }
}
```
)md",
        .good = R"md(
```yaml
Ledger:
  Type: AWS::S3::Bucket
  Properties:
    ObjectLockEnabled: true
    VersioningConfiguration: {Status: Enabled}
    ObjectLockConfiguration:
      ObjectLockEnabled: Enabled
      Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 30}}
```
```hcl
resource "aws_s3_bucket_versioning" "good" {
  bucket = aws_s3_bucket.ledger.id
  versioning_configuration {
    status = "Enabled"
  }
}
```
)md",
        .fix = R"md(
Leave `mfa_delete` and `mfa` out. Object Lock in compliance mode protects versions from everybody, the root user among them, and needs no root user. Where a benchmark asks for
MFA delete, switch it on once by hand and delete the access key of the root user afterwards.
)md",
        .mappings =
            "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, Prowler "
            "s3_bucket_no_mfa_delete, Security Hub S3.20, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const PossibleText& text, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp506, resource, std::move(answer), place_of(*text.value));
  finding.origin = text.value->origin();
  finding.identity = "mfa_delete=" + text.value->to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
