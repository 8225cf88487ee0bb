#include <string>
#include <string_view>
#include <utility>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kType = "aws_organizations_account";
constexpr std::string_view kProperty = "iam_user_access_to_billing";

engine::Finding start(const Resource& resource, const PossibleText& text, policy::Answer answer);

void judge(const Resource& resource, const PossibleText& text, engine::Findings& findings) {
  if (!text.text) {
    engine::Finding finding = start(resource, text, undecided(text.value->reasons()));
    finding.message = "whether billing of " + resource.address +
                      " is left to its root user alone depends on " + depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  if (*text.text != "DENY") {
    engine::Finding finding = start(resource, text, safe(std::string(kProperty) + " is " + *text.text));
    finding.message = "billing of " + resource.address + " is open to users and roles that IAM permits";
    findings.push_back(std::move(finding));
    return;
  }
  engine::Finding finding = start(resource, text, violation());
  finding.message = resource.address + " is created with IAM access to billing denied" +
                    under(finding, text.guard) +
                    ": no user or role of the account sees its bills, whatever IAM permits, and only its "
                    "root user can change that";
  finding.fix = engine::Fix{
      "write \"ALLOW\" for accounts that are yet to be created; the argument counts at creation only, and "
      "changing it makes Terraform replace the account, so for an existing one let its root user activate "
      "IAM access to billing once",
      replace_text(*text.value, "ALLOW"),
      "whether the account is yet to be created: an existing one is replaced"};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    if (resource.type != kType) continue;
    for (const NestedValue& found : values_at(resource.properties, kProperty))
      for (PossibleText& text : possible_texts(found.value)) {
        text.guard = text.guard & found.guard & resource.guard;
        judge(resource, text, findings);
      }
  }
}

}  // namespace

extern const engine::Rule rp504;
const engine::Rule rp504{
    {
        .id = "RP504",
        .name = "iam-billing-access-denied",
        .family = "lockouts",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "an account is created so that only its root user sees its bills",
        .meaning = R"md(
Looks at `iam_user_access_to_billing` of `aws_organizations_account`.

- **violation**: it is `DENY`.
- **safe**: it is `ALLOW`. Where it is not written AWS allows access, and nothing is said.
- **undecided**: its value is not known.

CloudFormation has no such property: accounts of `AWS::Organizations::Account` get the default of AWS, which is to allow access.
)md",
        .why = R"md(
Activating IAM access to the billing console is one of the few tasks that only the root user of the account can do. An account created without it needs a sign-in as
root for the first look at a bill, and root credentials for a member account that might otherwise have none.
)md",
        .bad = R"md(
```yaml
# CloudFormation has no property for it.
```
```hcl
resource "aws_organizations_account" "bad" {
  name                       = "sandbox"
  email                      = "aws+sandbox@example.com"
  iam_user_access_to_billing = "DENY"
}
```
)md",
        .good = R"md(
```yaml
Sandbox:
  Type: AWS::Organizations::Account
  Properties:
    AccountName: sandbox
    Email: aws+sandbox@example.com
```
```hcl
resource "aws_organizations_account" "good" {
  name                       = "sandbox"
  email                      = "aws+sandbox@example.com"
  iam_user_access_to_billing = "ALLOW"
}
```
)md",
        .fix = R"md(
Write `ALLOW`, or leave it out, for accounts that are yet to be created, and permit billing actions by IAM policies. The argument counts when the account is created, and
changing it replaces the account, so `lifecycle { ignore_changes = [iam_user_access_to_billing] }` belongs to existing ones: their root user activates access once. `rootproof fix` offers the text and does not write it.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, AWS "
                    "Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const PossibleText& text, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp504, resource, std::move(answer), place_of(*text.value));
  finding.origin = text.value->origin();
  finding.identity = std::string(kProperty) + "=" + text.value->to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
