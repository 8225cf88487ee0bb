#include <string>
#include <utility>

#include "parsers/policy/merged_document.h"
#include "rules/answers.h"
#include "rules/hygiene/document_statements.h"

namespace rootproof::rules {
namespace {

using value::Value;

engine::Finding start(const engine::PolicyInstance& instance, const Value& principal, policy::Answer answer);

/// The step in which aws_iam_policy_document read the principal, nullptr when it took it as it is.
const value::OriginStep* reading(const std::vector<value::OriginStep>& chain, std::string_view how) {
  for (const value::OriginStep& step : chain)
    if (step.kind == value::OriginKind::data_source && step.detail == how) return &step;
  return nullptr;
}

void check_principal(const engine::PolicyInstance& instance, const Value& principal,
                     engine::Findings& findings) {
  if (principal.is(Value::Kind::one_of)) {
    for (const value::Alternative& each : principal.alternatives())
      check_principal(instance, each.value, findings);
    return;
  }
  const std::vector<value::OriginStep> chain = principal.origin().chain();
  if (reading(chain, policy::kTextPrincipal) != nullptr) {
    engine::Finding finding = start(instance, principal, violation());
    finding.message =
        "aws_iam_policy_document makes \"*\" of a Principal that is a text: whoever it names, the merged "
        "policy says everyone";
    finding.fix = engine::Fix{"write the principal as an object: {\"AWS\": \"arn:aws:iam::…\"}", {}};
    findings.push_back(std::move(finding));
  } else if (principal.is(Value::Kind::unknown) && reading(chain, policy::kMaybeTextPrincipal) != nullptr) {
    engine::Finding finding = start(instance, principal, undecided(principal.reasons()));
    finding.message =
        "whether this Principal is a text, of which aws_iam_policy_document makes \"*\", depends on " +
        depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies)
    for_each_source_statement(instance.document.source, [&](const Value& statement) {
      for (const char* element : {"Principal", "NotPrincipal"})
        if (const Value* principal = statement.find(element)) check_principal(instance, *principal, findings);
    });
}

}  // namespace

extern const engine::Rule rp806;
const engine::Rule rp806{{
                             .id = "RP806",
                             .name = "text-principal-in-merged-document",
                             .family = "hygiene",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "Terraform makes everyone of a principal that is a text",
                             .meaning = R"md(
Looks at documents that `source_policy_documents` or `override_policy_documents` merge into an `aws_iam_policy_document`. The data source keeps a `Principal` that is an object; of one
that is a text, whatever it says, it makes `"*"`.

- **violation**: the text is not `"*"` itself. What the merged statement then allows RP207 decides.
- **safe**: an object.
- **undecided**: the principal is not known.

CloudFormation merges no documents: there IAM refuses such a principal.
)md",
                             .why = R"md(
IAM would refuse `"Principal": "arn:aws:iam::111122223333:role/x"`. After the merge it is a valid policy that lets in everyone, and neither plan nor apply says a word.
)md",
                             .bad = R"md(
```yaml
# expressible in Terraform only
```
```hcl
data "aws_iam_policy_document" "bad" {
  source_policy_documents = [jsonencode({
    Statement = [{ Effect = "Allow", Principal = "arn:aws:iam::111122223333:role/reader", Action = "s3:GetObject", Resource = "*" }]
  })]
}
```
)md",
                             .good = R"md(
```yaml
Principal: {AWS: 'arn:aws:iam::111122223333:role/reader'}
```
```hcl
data "aws_iam_policy_document" "good" {
  source_policy_documents = [jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }, Action = "s3:GetObject", Resource = "*" }]
  })]
}
```
)md",
                             .fix = R"md(
Write the principal as an object: `{"AWS": "arn:aws:iam::111122223333:role/reader"}`.
)md",
                             .mappings = "CIS AWS 7.0 2.21, AWS Well-Architected SEC03-BP07",
                         },
                         check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, const Value& principal, policy::Answer answer) {
  engine::Finding finding =
      engine::make_finding(rp806, *instance.resource, std::move(answer), principal.origin().span());
  finding.origin = principal.origin();
  finding.identity = instance.path + "|" + principal.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
