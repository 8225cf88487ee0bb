#include <string>
#include <utility>
#include <vector>

#include "parsers/policy/merged_document.h"
#include "rules/answers.h"
#include "rules/hygiene/document_statements.h"

namespace rootproof::rules {
namespace {

using value::OriginStep;
using value::Value;

engine::Finding start(const engine::PolicyInstance& instance, const OriginStep& step, policy::Answer answer);

bool denies(const Value& statement) {
  const Value* effect = statement.find("Effect");
  return effect != nullptr && effect->as_text() == "Deny";
}

void check_step(const engine::PolicyInstance& instance, const Value& statement, const OriginStep& step,
                engine::Findings& findings) {
  if (step.kind != value::OriginKind::data_source) return;
  const std::string_view detail = step.detail;
  if (detail.starts_with(policy::kDroppedValue)) {
    engine::Finding finding = start(instance, step, violation());
    const std::string key(detail.substr(policy::kDroppedValue.size()));
    finding.message = "aws_iam_policy_document drops the number under " + key +
                      ", and the condition with it: the merged statement " +
                      (denies(statement) ? "denies" : "allows") + " without asking for it";
    if (denies(statement)) finding.severity = engine::Severity::medium;
    finding.fix = engine::Fix{"write the value as a text", {}};
    findings.push_back(std::move(finding));
  } else if (detail.starts_with(policy::kMaybeDroppedValue)) {
    const std::string key(detail.substr(policy::kMaybeDroppedValue.size()));
    engine::Finding finding =
        start(instance, step,
              undecided({{value::ReasonKind::unknown_variable, "the value under " + key, step.span}}));
    finding.message = "whether aws_iam_policy_document drops the condition on " + key +
                      " depends on its value: numbers it drops, texts it keeps";
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies)
    for_each_source_statement(instance.document.source, [&](const Value& statement) {
      for (const OriginStep& step : statement.origin().chain())
        check_step(instance, statement, step, findings);
    });
}

}  // namespace

extern const engine::Rule rp807;
const engine::Rule rp807{{
                             .id = "RP807",
                             .name = "condition-value-dropped",
                             .family = "hygiene",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "Terraform drops a condition whose value is a number",
                             .meaning = R"md(
Looks at documents that `source_policy_documents` or `override_policy_documents` merge into an `aws_iam_policy_document`. Of condition values the data source keeps texts,
booleans and lists of texts. A number it drops without a word, with its key; and the whole Condition when nothing else stands there.

- **violation**: a condition value is a number. The merged statement applies without that condition: an Allow to more requests (*high*), a Deny as well (*medium*).
- **safe**: texts.
- **undecided**: the value of an operator that compares numbers is not known and may be one.

CloudFormation merges no documents, and IAM takes numbers as they are.
)md",
                             .why = R"md(
`NumericLessThan` on `aws:MultiFactorAuthAge` or `s3:TlsVersion` stands in the code and not in the policy that is deployed. Neither plan nor apply warns.
)md",
                             .bad = R"md(
```yaml
# expressible in Terraform only
```
```hcl
data "aws_iam_policy_document" "bad" {
  source_policy_documents = [jsonencode({
    Statement = [{
      Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:role/reader" }, Action = "s3:GetObject", Resource = "*"
      Condition = { NumericLessThan = { "aws:MultiFactorAuthAge" = 3600 } }
    }]
  })]
}
```
)md",
                             .good = R"md(
```yaml
Condition: {NumericLessThan: {aws:MultiFactorAuthAge: '3600'}}
```
```hcl
data "aws_iam_policy_document" "good" {
  source_policy_documents = [jsonencode({
    Statement = [{
      Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:role/reader" }, Action = "s3:GetObject", Resource = "*"
      Condition = { NumericLessThan = { "aws:MultiFactorAuthAge" = "3600" } }
    }]
  })]
}
```
)md",
                             .fix = R"md(
Write the number as a text, in quotes.
)md",
                             .mappings = "AWS Well-Architected SEC03-BP07",
                         },
                         check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, const OriginStep& step, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp807, *instance.resource, std::move(answer), step.span);
  finding.identity = instance.path + "|" + step.detail;
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
