#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/statement_questions.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/root_fence.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::PolicyString;
using policy::Statement;

/// What the configuration says, else where the policy itself is deployed to, else the organization around it.
std::vector<std::string> partitions_of(const engine::Facts& facts, const Resource& resource) {
  if (!facts.settings.partitions.empty()) return facts.settings.partitions;
  if (!resource.partition.empty()) return {resource.partition};
  for (const organization::Organization& organization : facts.organizations)
    if (is_part_of(organization, resource)) return organization.known_partitions;
  return {};
}

bool is_pattern_of_root(const Condition& condition, const PolicyString& value) {
  return policy::to_lower(condition.key) == "aws:principalarn" &&
         value.value.to_display().find(":root") != std::string::npos;
}

/// The ARN of root that names a partition; nullptr when none does.
const PolicyString* fixed_partition(const Statement& statement) {
  for (const Condition& condition : statement.conditions)
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      if (text && is_pattern_of_root(condition, value) && text->starts_with("arn:aws")) return &value;
    }
  return nullptr;
}

/// Whether the code of a unit is written for several partitions: some policy leaves the partition to AWS.
bool leaves_partition_open(const engine::Facts& facts, const std::string& unit) {
  const auto is_open = [](const PolicyString& string) {
    if (!string.value.is(value::Value::Kind::string)) return false;
    const auto pieces = string.value.pieces();
    return std::any_of(pieces.begin(), pieces.end(), [](const value::StringPiece& piece) {
      const auto* hole = std::get_if<value::Hole>(&piece);
      return hole != nullptr && hole->kind == value::HoleKind::partition;
    });
  };
  return std::any_of(facts.policies.begin(), facts.policies.end(), [&](const auto& instance) {
    if (instance.resource->unit != unit) return false;
    const auto& statements = instance.document.statements;
    return std::any_of(statements.begin(), statements.end(), [&](const Statement& statement) {
      return std::any_of(statement.resources.begin(), statement.resources.end(), is_open) ||
             std::any_of(statement.conditions.begin(), statement.conditions.end(),
                         [&](const auto& condition) {
                           return std::any_of(condition.values.begin(), condition.values.end(), is_open);
                         });
    });
  });
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
                      source::Span place);

engine::Fix fix(const PolicyString* arn) {
  engine::Fix fix{"write the ARN as arn:*:iam::*:root, which holds in every partition", {}};
  const std::optional<std::string> text = arn == nullptr ? std::nullopt : arn->value.as_string();
  const std::size_t end = text && text->starts_with("arn:") ? text->find(':', 4) : std::string::npos;
  if (end != std::string::npos) fix.edits = replace_text(arn->value, "arn:*" + text->substr(end));
  return fix;
}

void check_statement(const engine::Facts& facts, const engine::PolicyInstance& instance, std::size_t index,
                     engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (statement.has_principal || !is_meant_for_root(statement)) return;
  // What reaches no root user of any partition is RP312's to say.
  const policy::Answer anywhere = policy::applies_to_root(instance.document, index).answer;
  if (anywhere.verdict == policy::Verdict::violation) return;
  const std::string name = statement_name(instance.document, index);
  const PolicyString* arn = fixed_partition(statement);
  const std::vector<std::string> partitions = partitions_of(facts, *instance.resource);
  const auto misses = [&](const std::string& partition) {
    return policy::applies_to_root(instance.document, index, partition).answer.verdict ==
           policy::Verdict::violation;
  };
  const source::Span place = arn != nullptr ? arn->span : statement.span;
  const auto missed = std::find_if(partitions.begin(), partitions.end(), misses);
  if (missed != partitions.end()) {
    engine::Finding finding = start(instance, index, violation(), place);
    finding.message = name + " denies nothing to root users of the partition " + *missed +
                      ", in which the organization lives" + under(finding, statement.guard);
    finding.fix = fix(arn);
    findings.push_back(std::move(finding));
  } else if (anywhere.verdict == policy::Verdict::undecided) {
    if (partitions.empty()) return;
    engine::Finding finding = start(instance, index, undecided(anywhere.reasons), place);
    finding.message = "whether " + name + " denies anything to root users of the partition " +
                      partitions.front() + " depends on " + depends_on(anywhere.reasons);
    findings.push_back(std::move(finding));
  } else if (partitions.empty() && arn != nullptr && misses("aws-us-gov") && !misses("aws") &&
             leaves_partition_open(facts, instance.resource->unit)) {
    engine::Finding finding = start(instance, index, violation(), place);
    finding.severity = engine::Severity::low;
    finding.message = name + " names the partition aws, while other policies beside it leave the partition " +
                      "open: deployed to GovCloud or China it denies root nothing" +
                      under(finding, statement.guard);
    finding.fix = fix(arn);
    findings.push_back(std::move(finding));
  } else if (!partitions.empty()) {
    engine::Finding finding =
        start(instance, index, safe("it applies to root users of every partition the organization lives in"),
              place);
    finding.message = name + " applies to root users of the partition " + partitions.front();
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::service_control) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(facts, instance, i, findings);
  }
}

}  // namespace

extern const engine::Rule rp313;
const engine::Rule rp313{
    {
        .id = "RP313",
        .name = "guardrail-wrong-partition",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a Deny statement about root users names another partition than the one the organization "
                   "lives in",
        .meaning = R"md(
Looks at Deny statements of service control policies that are meant for root users, and at the partition of the organization: `organization.partitions` in `rootproof.yaml`, else
that of the Region that the provider configuration of its objects names.

- **violation**: no root user of that partition meets the statement, as `arn:aws:iam::*:root` in GovCloud or China. Severity is *low* where the partition is not known, but other
  policies of the same code leave it open (`AWS::Partition`, `data.aws_partition`).
- **safe**: root users of every known partition meet it.
- **undecided**: the partition is known, and a value that is not decides.
- Silent where the partition is not known. A statement that no root user of any partition meets is reported by RP312.

RP301 to RP304 ask about root users of the same partition.
)md",
        .why = R"md(
Guardrails are copied from the commercial partition. In `aws-us-gov` and `aws-cn` every ARN begins differently, the condition never holds, and nothing fails.
)md",
        .bad = R"md(
```yaml
# rootproof.yaml: organization: {partitions: [aws-us-gov]}
Condition: {ArnLike: {'aws:PrincipalArn': 'arn:aws:iam::*:root'}}
```
```hcl
provider "aws" {
  region = "us-gov-west-1"
}
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:aws:iam::*:root"]
}
```
)md",
        .good = R"md(
```yaml
Condition: {ArnLike: {'aws:PrincipalArn': 'arn:*:iam::*:root'}}
```
```hcl
condition {
  test     = "ArnLike"
  variable = "aws:PrincipalArn"
  values   = ["arn:${data.aws_partition.current.partition}:iam::*:root"]
}
```
)md",
        .fix = R"md(
Write `arn:*:iam::*:root`: it holds in every partition, and only root users have such an ARN.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
                      source::Span place) {
  engine::Finding finding = engine::make_finding(rp313, *instance.resource, std::move(answer), place);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
