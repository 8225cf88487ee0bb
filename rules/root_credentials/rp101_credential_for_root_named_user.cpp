#include <array>
#include <string>
#include <utility>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// The names under which people look for the root user: "root", and what the credential report calls it.
constexpr std::array<std::string_view, 2> kRootNames{"root", "<root_account>"};

bool names_root(std::string_view name) {
  const std::string lower = lower_case(name);
  for (const std::string_view root : kRootNames) {
    if (lower == root) return true;
  }
  constexpr std::string_view kArnEnd = ":root";
  return lower.compare(0, 4, "arn:") == 0 && lower.size() > kArnEnd.size() &&
         lower.compare(lower.size() - kArnEnd.size(), kArnEnd.size(), kArnEnd) == 0;
}

bool may_name_root(const Value& name) {
  for (const std::string_view root : kRootNames) {
    if (may_equal(name, root)) return true;
  }
  return may_be_between(name, "arn:", ":root");
}

bool is_inactive(const Resource& resource) {
  const Value* status = resource.property("status");
  return status != nullptr && status->as_text() == "Inactive";
}

void report(const engine::Rule& rule, const Resource& resource, const PossibleText& name,
            engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, violation(), place_of(*name.value));
  finding.message = resource.address + " issues a credential to a user named \"" + *name.text + "\"" +
                    under(finding, name.guard) +
                    ". This is not the account root user, and no template can create its key: rename the "
                    "user, and delete any real root key by hand";
  if (is_inactive(resource)) {
    finding.severity = engine::Severity::low;
    finding.message += " (the credential is inactive)";
  }
  finding.origin = name.value->origin();
  finding.fix = engine::Fix{"remove " + resource.address +
                                " and let the workload use a role; if a user is needed, give it a name "
                                "that says what it is for",
                            {}};
  finding.identity = *name.text;
  findings.push_back(std::move(finding));
}

void report_unknown(const engine::Rule& rule, const Resource& resource, const Value& name,
                    engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, resource, undecided(name.reasons()), place_of(name));
  finding.message = "whether " + resource.address +
                    " issues a credential to a user named \"root\" depends on " +
                    depends_on(finding.answer.reasons);
  finding.origin = name.origin();
  finding.identity = name.to_display();
  findings.push_back(std::move(finding));
}

/// A user with a password for the console in its own definition.
bool has_password(const Resource& resource) {
  return resource.kind == ResourceKind::iam_user &&
         (value::is_given(resource.properties.find("LoginProfile")) ||
          value::is_given(resource.properties.find("login_profile")));
}

/// Judges one possible name; a reference to a user of the same code is judged by that user's name, which
/// CloudFormation generates ("stack-logical-id-suffix") when it is not given.
void check_name(const engine::Rule& rule, const Resource& resource, const PossibleText& name,
                const NamedResources& resources, engine::Findings& findings) {
  if (name.text) {
    if (names_root(*name.text)) return report(rule, resource, name, findings);
  } else if (const Resource* user = resources.referenced(resource, *name.value);
             user != nullptr && user->kind == ResourceKind::iam_user) {
    const Value* given = user->property("name");
    if (given != nullptr) {
      for (PossibleText& text : std::vector<PossibleText>(possible_texts(*given))) {
        text.guard = text.guard & name.guard;
        if (text.text && names_root(*text.text)) return report(rule, resource, text, findings);
        if (!text.text && may_name_root(*text.value)) {
          return report_unknown(rule, resource, *text.value, findings);
        }
      }
    }
  } else if (may_name_root(*name.value)) {
    return report_unknown(rule, resource, *name.value, findings);
  }
  engine::Finding finding =
      engine::make_finding(rule, resource, safe("the user is not called root: " + name.value->to_display()),
                           place_of(*name.value));
  finding.message = resource.address + " issues a credential to a user that is not called root";
  finding.identity = name.value->to_display();
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp101;
const engine::Rule rp101{
    {
        .id = "RP101",
        .name = "credential-for-root-named-user",
        .family = "root_credentials",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a credential is issued to an IAM user that is called root",
        .meaning = R"md(
Looks at access keys, login profiles (those in the definition of a user, too), SSH keys, signing certificates and service-specific credentials, and at the
name of the user they belong to. The evaluated name must be `root`, `<root_account>` or an ARN that ends in `:root`, as
a whole and in any case of letters; `rootless` or a resource that is merely labelled *root* is not meant.

- **violation**: the user is called root. An inactive credential is reported with severity *low*.
- **safe**: the name is known and different, or belongs to a user of the same code with another name.
- **undecided**: the name depends on something that is not known.

Nothing in CloudFormation or Terraform can create an access key of the account root user; only root itself can.
)md",
        .why = R"md(
The API binds the credential to an *IAM user*. A user called root either does not exist, and the deployment fails, or it
is a decoy: every alert, report and review that looks for "root" now finds the wrong thing, and the real root user
hides behind it.
)md",
        .bad = R"md(
```yaml
Key:
  Type: AWS::IAM::AccessKey
  Properties:
    UserName: root
```
```hcl
resource "aws_iam_access_key" "bad" {
  user = "root"
}
```
)md",
        .good = R"md(
```yaml
Deployer:
  Type: AWS::IAM::User
Key:
  Type: AWS::IAM::AccessKey
  Properties:
    UserName: !Ref Deployer
```
```hcl
resource "aws_iam_user" "deployer" {
  name = "ci-deployer"
}
resource "aws_iam_access_key" "good" {
  user = aws_iam_user.deployer.name
}
```
)md",
        .fix = R"md(
Remove the credential and let the workload assume a role. Where a user is unavoidable, give it a name that says what it
is for. If the intention was to manage a key of the real root user: delete that key by hand, and deny
`iam:CreateAccessKey` to root with a service control policy (RP303).
)md",
        .mappings = "CIS AWS 3.0 1.4, CIS AWS 5.0 1.3, CIS AWS 7.0 2.4, Security Hub IAM.4, AWS Config "
                    "iam-root-access-key-check, Control Tower AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Prowler "
                    "iam_no_root_access_key, NIST 800-53 AC-2(1) AC-3(7) AC-3(15) AC-6 AC-6(2) AC-6(10), PCI "
                    "DSS 3.2.1 "
                    "2.1 2.2 7.2.1, ISO 27001:2022 A.5.15, AWS Well-Architected SEC01-BP02",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const NamedResources resources(facts);
  for (const Resource& resource : facts.resources) {
    const bool credential =
        resource.kind == ResourceKind::iam_access_key || resource.kind == ResourceKind::iam_user_credential;
    if (!credential && !has_password(resource)) continue;
    const Value* user = resource.property("user_name");
    if (user == nullptr) continue;  // the deployment fails; there is no credential
    for (const PossibleText& name : possible_texts(*user))
      check_name(rp101, resource, name, resources, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
