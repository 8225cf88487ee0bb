#include <string>
#include <string_view>

#include "rules/guardrails/coverage.h"

namespace rootproof::rules {
namespace {

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp309;
const engine::Rule rp309{
    {
        .id = "RP309",
        .name = "own-guardrail-not-in-force",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "what a guardrail of rootproof.yaml denies to the root user is not denied in some account",
        .meaning = R"md(
The question of RP301 for every guardrail under `guardrails` in `rootproof.yaml` that is a file: is all that its Deny statements deny to a **root user** denied on the path of every
member account? Severity is what the file says, *high* where it says nothing; the message ends with its `summary` and `mappings`. Built-in guardrails have rules of their own.

- **violation**: the root user of some account can do something of it; the witness is that request.
- **safe**: all of it is denied in every account. A policy that denies root everything is enough.
- **undecided**: as in RP301.
)md",
        .why = R"md(
What an organization has decided to keep from root users is worth as much as the attachment that carries it.
)md",
        .bad = R"md(
```yaml
# rootproof.yaml: guardrails: [guardrails/no-keys.json], and no policy of the organization denies it
Statement:
  - {Effect: Deny, Action: kms:CreateKey, Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["kms:CreateKey"]
  resources = ["*"]
}
```
)md",
        .good = R"md(
```yaml
# guardrails/no-keys.json denies kms:ScheduleKeyDeletion to root
Statement:
  - {Effect: Deny, Action: kms:ScheduleKeyDeletion, Resource: '*'}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["kms:ScheduleKeyDeletion"]
  resources = ["*"]
}
```
)md",
        .fix = R"md(
Attach a service control policy with these Deny statements to the root of the organization.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

engine::Fix fix(const engine::Facts& /*facts*/, const organization::Organization& /*organization*/) {
  return {"attach a service control policy with its Deny statements to the root of the organization", {}};
}

/// What the file says of itself: "; no-keys.json: Scheduling the deletion of keys (CIS AWS 7.0 2.1.2)".
std::string about(const engine::OwnGuardrail& guardrail) {
  if (guardrail.summary.empty() && guardrail.mappings.empty()) return {};
  std::string_view summary = guardrail.summary;
  while (summary.ends_with('.')) summary.remove_suffix(1);
  std::string text = "; " + guardrail.name + ":";
  if (!summary.empty()) text += " " + std::string(summary);
  if (!guardrail.mappings.empty()) text += " (" + guardrail.mappings + ")";
  return text;
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::OwnGuardrail& guardrail : facts.settings.own_guardrails) {
    policy::RootQuestion question;
    question.guardrail = guardrail.document.get();
    question.except = guardrail.allowed;
    question.assume_root = guardrail.central_sessions;
    const std::string subject = "what guardrail \"" + guardrail.name + "\" denies to the root user";
    engine::Findings found;
    check_guardrail(rp309, facts, {question, subject, false, fix}, found);
    for (engine::Finding& finding : found) {
      finding.severity = guardrail.severity;
      if (finding.answer.verdict == policy::Verdict::violation) finding.message += about(guardrail);
      finding.identity += "|" + guardrail.name;
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
