#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/caller_questions.h"
#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Principal;
using policy::Statement;

/// "DenyRoot", "BlockRootUserDelete"; not "DenyAllExceptRoot", not a root volume or the root of a tree.
bool says_root_user(const std::string& sid) {
  const std::string text = policy::to_lower(sid);
  const auto has = [&text](std::string_view word) { return text.find(word) != std::string::npos; };
  if (!has("root")) return false;
  static constexpr std::array<std::string_view, 8> kOthers{"except", "only", "but",    "nonroot",
                                                           "unless", "than", "volume", "rootfolder"};
  return std::none_of(kOthers.begin(), kOthers.end(), has);
}

/// "*" with a condition on the root user of the account, where that is the one principal of the statement.
std::vector<engine::Edit> name_the_root_user(const engine::PolicyInstance& instance,
                                             const Statement& statement) {
  const Principal& principal = statement.principals.front();
  if (statement.principals.size() != 1 || statement.principals_unknown) return {};
  const value::Value& text = principal.text.value;
  const source::Span expression = text.origin().span();
  std::vector<engine::Edit> edits;
  std::string condition = "ArnEquals aws:PrincipalArn";
  source::Span copied;
  if (const std::optional<std::string> known = principal.text.text()) {
    const std::string& partition = instance.resource->partition;
    edits = replace_text(text, "*");
    condition += known->starts_with("arn:") ? " " + *known
                                            : " arn:" + (partition.empty() ? "*" : partition) +
                                                  ":iam::" + principal.account.id + ":root";
  } else if (instance.resource->language == Language::cloudformation) {
    const bool inside = expression.file == statement.span.file && statement.span.begin <= expression.begin &&
                        expression.end <= statement.span.end;
    if (principal.account.symbol != value::kOwnAccount || !inside) return {};
    edits = {{expression, "\"*\"", "", engine::EditKind::replace_part}};
    condition += " arn:${AWS::Partition}:iam::${AWS::AccountId}:root";
  } else if (is_written_here(text)) {
    edits = {{expression, "\"*\"", "", engine::EditKind::replace_part}};
    copied = expression;
  }
  const std::vector<engine::Edit> added = add_condition(statement, std::move(condition), copied);
  if (edits.empty() || added.empty()) return {};
  edits.insert(edits.end(), added.begin(), added.end());
  return edits;
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, const Principal& principal,
                      policy::Answer answer);

void check_principal(const engine::PolicyInstance& instance, std::size_t index, std::size_t number,
                     engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  const Principal& principal = statement.principals[number];
  if (principal.type != policy::PrincipalType::aws) return;
  const bool account = principal.form == policy::AwsPrincipalForm::account;
  if (!account && principal.form != policy::AwsPrincipalForm::unknown) return;
  const std::string name = statement_name(instance.document, index);
  policy::Answer answer =
      account ? policy::denies_whole_account(instance.document, index, number, instance.services)
              : undecided(principal.text.value.reasons());
  const policy::Verdict verdict = answer.verdict;
  engine::Finding finding = start(instance, index, principal, std::move(answer));
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message = name + " names the root user in its Sid and denies the whole account " +
                        shown(principal.text.value) +
                        under(finding, instance.resource->guard & statement.guard) +
                        ": in Principal, :root means every user and role of the account too";
      if (const auto& witness = finding.answer.witness)
        finding.message += "; a role loses " + witness->action + " as well";
      finding.fix = engine::Fix{
          "write Principal \"*\" with ArnEquals {\"aws:PrincipalArn\": \"arn:aws:iam::ACCOUNT:root\"}: in a "
          "condition, :root is the root user alone",
          name_the_root_user(instance, statement)};
      break;
    case policy::Verdict::undecided:
      finding.message = "whether " + name +
                        " denies a whole account, and not its root user alone, depends on " +
                        depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = name + " denies no user or role of the account";
      break;
  }
  findings.push_back(std::move(finding));
}

/// Entries of the principal list that are not known at all.
void report_missing(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings);

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance) || instance.document.kind == PolicyKind::trust) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i) {
      const Statement& statement = instance.document.statements[i];
      if (statement.effect != policy::Effect::deny || statement.not_principal) continue;
      if (!says_root_user(statement.sid)) continue;
      for (std::size_t j = 0; j < statement.principals.size(); ++j) check_principal(instance, i, j, findings);
      if (statement.principals_unknown) report_missing(instance, i, findings);
    }
  }
}

}  // namespace

extern const engine::Rule rp210;
const engine::Rule rp210{
    {
        .id = "RP210",
        .name = "deny-own-account-means-everyone",
        .family = "root_principals",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a Deny statement that is meant for the root user denies the whole account",
        .meaning = R"md(
Looks at Deny statements of resource policies whose `Sid` speaks of root and whose `Principal` is an account: twelve digits, or `arn:…:iam::<account>:root`.

- **violation**: requests of the account's users and roles are denied as well. In a `Principal` element both forms mean the **whole account**; S3, which once read such a Deny
  as the root user's, does so too since 2023. The witness is a request of a role.
- **safe**: a condition on `aws:PrincipalArn` leaves the **root user** alone.
- **undecided**: the principal is not known, or a condition asks for a key that AWS does not document.
)md",
        .why = R"md(
The statement was to keep root away from the data and locks out everybody who works with it. The way back is often open to root alone.
)md",
        .bad = R"md(
```yaml
- Sid: DenyRoot
  Effect: Deny
  Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
  Action: s3:DeleteObject
  Resource: !Sub '${Bucket.Arn}/*'
```
```hcl
statement {
  sid    = "DenyRoot"
  effect = "Deny"
  principals {
    type        = "AWS"
    identifiers = ["arn:aws:iam::${local.account}:root"]
  }
}
```
)md",
        .good = R"md(
```yaml
- Sid: DenyRoot
  Effect: Deny
  Principal: '*'
  Action: s3:DeleteObject
  Resource: !Sub '${Bucket.Arn}/*'
  Condition: {ArnEquals: {aws:PrincipalArn: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}}
```
```hcl
condition {
  test     = "ArnEquals"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::${local.account}:root"]
}
```
)md",
        .fix = R"md(
Write `Principal: "*"` and a condition `ArnEquals` on `aws:PrincipalArn`. To fence root in everywhere, use a service control policy instead (RP301).

`rootproof fix` does so where the account is the one principal of the statement, and its root user can be written down: a literal account, `${AWS::AccountId}`, or the same text in Terraform.
)md",
        .mappings = "AWS Well-Architected SEC03-BP07",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, const Principal& principal,
                      policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp210, *instance.resource, std::move(answer),
                                                 place_of_use(principal.text.value, principal.text.span));
  finding.origin = principal.text.value.origin();
  finding.identity = instance.path + "|" + statement_name(instance.document, index) + "|" +
                     principal.text.value.to_display();
  return finding;
}

void report_missing(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  const std::string name = statement_name(instance.document, index);
  engine::Finding finding = engine::make_finding(rp210, *instance.resource, undecided(statement.unknowns),
                                                 principals_place(statement));
  finding.identity = instance.path + "|" + name;
  finding.message = "whether " + name + " denies a whole account, and not its root user alone, depends on " +
                    depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

}  // namespace
}  // namespace rootproof::rules
