#include "analyzer/engine/undecided_summary.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rootproof::engine {
namespace {

using value::ReasonKind;

void no_check(const Facts& /*facts*/, Findings& /*findings*/) {}

const Rule kUndecidedSummary{{.id = "RP803",
                              .name = "undecided-summary",
                              .family = "hygiene",
                              .severity = Severity::note,
                              .summary = "how many results are undecided, and what would settle them",
                              .meaning = R"md(
One note for a scan in which several results are undecided. It counts them by the first reason each of them has, and names the option or the key of `rootproof.yaml` that tells what is missing:

| reason | what settles it |
|---|---|
| `unknown-variable` | `--var`, `--var-file` for Terraform; `--parameter`, `--parameter-file` for CloudFormation |
| `partial-org`, `external-target` | `organization.description`, or the other keys of `organization` in `rootproof.yaml` |
| `resource-attribute`, `data-source` | `--plan` |
| `opaque-module` | `terraform init`, `--module-map` |
| `unresolved-file`, `placeholder`, `macro` | scanning the file that is missing, or the text as it is deployed |

It never fails a scan by itself. `--strict-undecided` lets the results it counts fail it.
)md",
                              .why = R"md(
An undecided result is no pass. Fifty of them in a report are read by nobody; that forty wait for one file with variables is worth knowing.
)md",
                              .bad = R"md(
```yaml
Guardrail:
  Type: AWS::Organizations::Policy
  Properties:
    TargetIds: !Ref TargetIds # without a value: counted under unknown-variable
```
```hcl
resource "aws_organizations_policy_attachment" "guardrail" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = var.target_id # without a value: counted under unknown-variable
}
```
)md",
                              .good = R"md(
```yaml
# rootproof scan --parameter-file parameters.json
Guardrail:
  Type: AWS::Organizations::Policy
  Properties:
    TargetIds: !Ref TargetIds
```
```hcl
# terraform.tfvars, which is read by itself
target_id = "r-abcd"
```
)md",
                              .fix = R"md(
Give what is named: values of variables, an export of the organization, modules. `rootproof scan --verbose` shows each undecided result with its reason.
)md",
                              .mappings = ""},
                             no_check};

/// What tells the values that a reason is about.
std::string_view settled_by(const value::Reason& reason) {
  switch (reason.kind) {
    case ReasonKind::unknown_variable:
      return reason.detail.starts_with("parameter ") || reason.detail.starts_with("AWS::")
                 ? "--parameter or --parameter-file"
                 : "--var or --var-file";
    case ReasonKind::resource_attribute:
    case ReasonKind::data_source:
      return "--plan";
    case ReasonKind::unknown_import:
      return reason.detail.starts_with("Fn::") ? "the template that puts it out" : std::string_view();
    case ReasonKind::unresolved_file:
    case ReasonKind::placeholder:
    case ReasonKind::macro:
      return "the missing file, or the text as it is deployed";
    case ReasonKind::opaque_module:
      return "terraform init or --module-map";
    case ReasonKind::external_target:
      return "organization.description";
    case ReasonKind::partial_organization:
      if (reason.detail.find("SERVICE_CONTROL_POLICY is enabled") != std::string::npos)
        return "organization.policy_types_enabled";
      if (reason.detail.starts_with("central root access")) return "organization.central_root_features";
      return "organization.description or organization.complete";
    case ReasonKind::dynamic_reference:
    case ReasonKind::opaque_function:
    case ReasonKind::unsupported:
    case ReasonKind::unsupported_operator:
    case ReasonKind::sensitive:
    case ReasonKind::cycle:
    case ReasonKind::parse_error:
    case ReasonKind::invalid:
    case ReasonKind::duplicate_key:
    case ReasonKind::limit:
      break;
  }
  return {};
}

struct Waiting {
  std::string_view reason;
  std::string_view settled_by;
  std::size_t count = 0;
  const Finding* first = nullptr;
};

}  // namespace

const Rule& undecided_summary_rule() { return kUndecidedSummary; }

std::optional<Finding> summarize_undecided(const Findings& findings) {
  std::vector<Waiting> groups;
  std::size_t total = 0;
  for (const Finding& finding : findings) {
    if (finding.answer.verdict != policy::Verdict::undecided || finding.suppressed ||
        finding.answer.reasons.empty())
      continue;
    const value::Reason& reason = finding.answer.reasons.front();
    const Waiting key{value::to_string(reason.kind), settled_by(reason)};
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Waiting& other) {
      return other.reason == key.reason && other.settled_by == key.settled_by;
    });
    if (group == groups.end()) {
      groups.push_back(key);
      group = groups.end() - 1;
      group->first = &finding;
    }
    ++group->count;
    ++total;
  }
  if (total < 2) return std::nullopt;  // one result speaks for itself
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Waiting& a, const Waiting& b) { return a.count > b.count; });
  const Finding& first = *groups.front().first;
  Finding summary;
  summary.rule = kUndecidedSummary.info.id;
  summary.name = kUndecidedSummary.info.name;
  summary.severity = kUndecidedSummary.info.severity;
  summary.primary = first.primary;
  summary.answer.verdict = policy::Verdict::undecided;
  summary.answer.reasons = {first.answer.reasons.front()};
  summary.message = std::to_string(total) + " results are undecided: ";
  for (const Waiting& group : groups) {
    summary.message += &group == &groups.front() ? "" : ", ";
    summary.message += std::to_string(group.count) + " by " + std::string(group.reason);
    if (!group.settled_by.empty()) summary.message += " (" + std::string(group.settled_by) + ")";
  }
  summary.identity = "undecided";
  return summary;
}

}  // namespace rootproof::engine
