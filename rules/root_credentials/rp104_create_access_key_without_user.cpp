#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/policy/located_text.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/access_key_calls.h"
#include "rules/root_credentials/script_places.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Provisioners of any Terraform resource.
constexpr std::array<std::string_view, 2> kProvisioners{"provisioner.command", "provisioner.inline"};

engine::Finding start(const Resource& resource, source::Span place, policy::Answer answer);

void judge(const Resource& resource, const NestedValue& script, ScriptKind kind, engine::Findings& findings) {
  if (!script.value.is(Value::Kind::string)) return;
  const policy::LocatedText located(script.value);
  for (const AccessKeyCall& call : read_access_key_calls(located.text(), kind)) {
    source::Span place = call.offset ? located.span(*call.offset, *call.offset + 1) : source::Span{};
    if (place.empty()) place = place_of(script.value);
    if (place.empty()) place = resource.span;
    const value::Guard guard = script.guard & resource.guard;
    switch (call.user) {
      case policy::Truth::yes: {
        engine::Finding finding = start(resource, place, safe("the call names a user"));
        finding.message = resource.address + " makes an access key for a user that it names";
        findings.push_back(std::move(finding));
        break;
      }
      case policy::Truth::unknown: {
        std::vector<value::Reason> reasons = script.value.reasons();
        if (reasons.empty())
          reasons.push_back(
              {value::ReasonKind::opaque_function, "arguments that are put together when it runs", place});
        engine::Finding finding = start(resource, place, undecided(std::move(reasons)));
        finding.message = "whether " + resource.address +
                          " makes an access key for its caller, who may be the root "
                          "user, depends on " +
                          depends_on(finding.answer.reasons);
        findings.push_back(std::move(finding));
        break;
      }
      case policy::Truth::no: {
        engine::Finding finding = start(resource, place, violation());
        finding.message =
            resource.address + " calls " + call.shown + " without a user" + under(finding, guard) +
            ": the key is made for whoever calls, and with root credentials that is a key of the root "
            "user";
        finding.fix = engine::Fix{"name the user (--user-name), or better: let the workload use a role", {}};
        findings.push_back(std::move(finding));
        break;
      }
    }
  }
}

/// Each text of a list is a script by itself.
void judge_all(const Resource& resource, std::string_view path, ScriptKind kind, engine::Findings& findings) {
  for (const NestedValue& found : values_at(resource.properties, path))
    for (const PossibleText& script : possible_texts(found.value))
      judge(resource, {*script.value, found.guard & script.guard}, kind, findings);
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    for (const ScriptPlace& place : script_places())
      if (resource.type == place.type) judge_all(resource, place.path, place.kind, findings);
    if (resource.language != Language::terraform) continue;
    for (const std::string_view path : kProvisioners) judge_all(resource, path, ScriptKind::shell, findings);
  }
}

}  // namespace

extern const engine::Rule rp104;
const engine::Rule rp104{
    {
        .id = "RP104",
        .name = "create-access-key-without-user",
        .family = "root_credentials",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::opt_in,
        .summary = "a script makes an access key and does not say for whom",
        .meaning = R"md(
Reads the commands of provisioners (`local-exec`, `remote-exec`), user data of instances and launch templates, build specifications of CodeBuild, and code written into Lambda functions.

- **violation**: `aws iam create-access-key` without `--user-name`, `New-IAMAccessKey` without `-UserName`, or a call of the SDK (`create_access_key()`, `createAccessKey({})`) without `UserName`.
- **safe**: a user is named.
- **undecided**: the arguments come from a variable, a file or a part of the text that is not known.

Only commands count: text in comments, in strings that are printed, and in documents that are written to files (`cat > README <<EOF`) does not. What a command finds in files it loads is not
seen, and of user data that is encoded only text that is known as a whole. Off by default: the profile *strict* runs it, and `select: [RP104]` runs it alone.
)md",
        .why = R"md(
Without a user the key is made for the caller. Run once with root credentials, from the laptop of whoever set the account up, this line makes a key of the root user, and prints it.
)md",
        .bad = R"md(
```yaml
Build:
  Type: AWS::CodeBuild::Project
  Properties:
    Source:
      Type: NO_SOURCE
      BuildSpec: "phases: {build: {commands: ['aws iam create-access-key']}}"
```
```hcl
resource "terraform_data" "bad" {
  provisioner "local-exec" {
    command = "aws iam create-access-key > key.json"
  }
}
```
)md",
        .good = R"md(
```yaml
Build:
  Type: AWS::CodeBuild::Project
  Properties:
    Source:
      Type: NO_SOURCE
      BuildSpec: "phases: {build: {commands: ['aws iam create-access-key --user-name ci']}}"
```
```hcl
resource "terraform_data" "good" {
  provisioner "local-exec" {
    command = "aws iam create-access-key --user-name ci > key.json"
  }
}
```
)md",
        .fix = R"md(
Name the user. A key that a script makes lies in its output and in the state of whoever ran it: a role needs none.
)md",
        .mappings = "CIS AWS 3.0 1.4, CIS AWS 5.0 1.3, CIS AWS 7.0 2.4, Security Hub IAM.4, AWS Config "
                    "iam-root-access-key-check, Control Tower AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Prowler "
                    "iam_no_root_access_key, NIST 800-53 AC-2(1) AC-3(7) AC-3(15) AC-6 AC-6(2) AC-6(10), PCI "
                    "DSS 3.2.1 2.1 2.2 7.2.1, ISO 27001:2022 A.5.15, AWS Well-Architected SEC01-BP02",
        .precision = "medium",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, source::Span place, policy::Answer answer) {
  return engine::make_finding(rp104, resource, std::move(answer), place);
}

}  // namespace
}  // namespace rootproof::rules
