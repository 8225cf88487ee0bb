#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// What people call the root user, in lower case. IAM names are unique regardless of case.
constexpr std::array<std::string_view, 12> kNamesLikeRoot{
    "root",         "root-user",   "root_user", "root.user", "rootuser", "root-account",
    "root_account", "rootaccount", "aws-root",  "aws_root",  "aws.root", "awsroot"};

std::vector<std::string> names_like_root(const engine::Facts& facts) {
  std::vector<std::string> names(kNamesLikeRoot.begin(), kNamesLikeRoot.end());
  for (const std::string& name : facts.settings.names_like_root) names.push_back(lower_case(name));
  return names;
}

engine::Finding start(const Resource& resource, const Value& name, policy::Answer answer);

void check_name(const Resource& resource, const PossibleText& name, const std::vector<std::string>& like_root,
                engine::Findings& findings) {
  const bool user = resource.kind == ResourceKind::iam_user;
  const char* what = user ? "user" : "role";
  if (name.text) {
    const bool bad = std::find(like_root.begin(), like_root.end(), lower_case(*name.text)) != like_root.end();
    engine::Finding finding =
        start(resource, *name.value, bad ? violation() : safe("the name is " + *name.text));
    finding.message = bad ? resource.address + " is an IAM " + what + " with the name \"" + *name.text +
                                "\"" + under(finding, name.guard & resource.guard) +
                                ". It is not the account root user: whoever looks for root in logs and "
                                "reports finds this one"
                          : resource.address + " is an IAM " + what + " that is not called root";
    if (bad)
      finding.fix = engine::Fix{std::string("give the ") + what + " a name that says what it is for", {}};
    findings.push_back(std::move(finding));
    return;
  }
  // A module that takes the name of a role says nothing about it; only users are asked about.
  if (!user || std::none_of(like_root.begin(), like_root.end(),
                            [&](const std::string& root) { return may_equal(*name.value, root); }))
    return;
  engine::Finding finding = start(resource, *name.value, undecided(name.value->reasons()));
  finding.message = "whether " + resource.address + " is a user that is called root depends on " +
                    depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::vector<std::string> like_root = names_like_root(facts);
  for (const Resource& resource : facts.resources) {
    if (resource.kind != ResourceKind::iam_user && resource.kind != ResourceKind::iam_role) continue;
    const Value* given = resource.property("name");
    if (given == nullptr) continue;  // AWS or the provider makes a name
    for (const PossibleText& name : possible_texts(*given)) check_name(resource, name, like_root, findings);
  }
}

}  // namespace

extern const engine::Rule rp102;
const engine::Rule rp102{
    {
        .id = "RP102",
        .name = "iam-user-named-root",
        .family = "root_credentials",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "an IAM user or role is called root",
        .meaning = R"md(
Looks at the names of IAM users and roles. Meant are `root`, `root-user`, `root-account`, `aws-root` and the same written otherwise (`rootuser`, `AWS_Root`), as whole names in any
case of letters, and those listed under `names_like_root` in `rootproof.yaml`. A path `/root/` or a resource that is merely labelled *root* is fine.

- **violation**: the name is one of these.
- **safe**: it is another one. Users without a name get one from CloudFormation or Terraform.
- **undecided**: a user's name depends on something that is not known and may be one of these. Silent on roles whose name is not known.
)md",
        .why = R"md(
Such a user is not the account root user and has none of its rights, but people search logs, reports and alerts for the name. CloudTrail tells root users by `userIdentity.type`; the
decoy has `IAMUser` there and `root` as `userName`, so filters on the name fire for the wrong one and never for the right one.
)md",
        .bad = R"md(
```yaml
Operator:
  Type: AWS::IAM::User
  Properties:
    UserName: root
```
```hcl
resource "aws_iam_user" "bad" {
  name = "root"
}
```
)md",
        .good = R"md(
```yaml
Operator:
  Type: AWS::IAM::User
  Properties:
    UserName: ci-deployer
```
```hcl
resource "aws_iam_user" "good" {
  name = "ci-deployer"
}
```
)md",
        .fix = R"md(
Give the user or role a name that says what it is for. Renaming a user replaces it in CloudFormation: its keys and policies move along only if they refer to it. There is no edit
that `rootproof fix` could make: the name is yours to choose.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, ISO "
                    "27001:2022 A.5.15, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& name, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp102, resource, std::move(answer), place_of(name));
  finding.origin = name.origin();
  finding.identity = name.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
