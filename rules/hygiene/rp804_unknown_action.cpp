#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "rules/answers.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Pattern;
using policy::Statement;

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, const Pattern& action,
                      policy::Answer answer);

/// What comes of it: a Deny that names nothing stops nobody.
std::string consequence(const Statement& statement) {
  if (statement.not_action) return "NotAction spares nothing by it";
  if (statement.effect == policy::Effect::deny)
    return "the statement denies nothing by it, to root users as to all others";
  // A service may know what AWS does not document: RP202 and RP207 ask whether it does.
  return "as far as AWS tells, the statement lets nobody do anything by it";
}

/// A text whose service and colon are known, and not the rest of the name.
bool is_open_name(const Pattern& action) {
  if (!action.value.is_partial()) return false;
  const auto* first = std::get_if<value::TextPiece>(&action.value.pieces().front());
  return first != nullptr && first->text.find(':') != std::string::npos;
}

/// What is wrong with each text; the same few names stand in nearly all policies.
using KnownTexts = std::unordered_map<std::string, std::optional<std::string>>;

void check_action(const engine::PolicyInstance& instance, std::size_t index, const Pattern& action,
                  KnownTexts& known, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (is_open_name(action)) {
    engine::Finding finding = start(instance, index, action, undecided(action.value.reasons()));
    finding.message = "whether AWS documents the action \"" + shown(action.value) + "\" depends on " +
                      depends_on(finding.answer.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  const auto text = action.text();
  if (!text) return;
  const auto [entry, is_new] = known.try_emplace(*text);
  if (is_new) entry->second = policy::unknown_action(*text);
  const std::optional<std::string>& unknown = entry->second;
  if (!unknown) return;
  engine::Finding finding = start(instance, index, action, violation());
  finding.message = *unknown + ": " + consequence(statement) + under(finding, statement.guard);
  finding.fix = engine::Fix{"write the action as the Service Authorization Reference has it", {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  KnownTexts known;
  for (const engine::PolicyInstance& instance : facts.policies)
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      for (const Pattern& action : instance.document.statements[i].actions)
        check_action(instance, i, action, known, findings);
}

}  // namespace

extern const engine::Rule rp804;
const engine::Rule rp804{{
                             .id = "RP804",
                             .name = "unknown-action",
                             .family = "hygiene",
                             .severity = engine::Severity::note,
                             .tier = engine::Tier::default_on,
                             .summary = "a policy names an action that AWS does not document",
                             .meaning = R"md(
Looks at the actions of every statement and asks the catalogue of actions that is built into the program (AWS's Service Authorization Reference, as of the day that
`package.json` pins).

- **violation**: there is no such service, no such action, or no action that the pattern matches; upper and lower case do not matter. A name that is near is given. AWS adds
  actions every week: one that is newer than the catalogue is reported too, which is why this is a note. No proof rests on the catalogue. Where a statement allows nothing else, RP202 and RP207 are undecided.
- **safe**: the action exists, or the pattern matches one. `*` is fine.
- **undecided**: a part of the name is not known.
)md",
                             .why = R"md(
AWS takes misspelt actions without a word. In a guardrail, `organizations:LeaveOrganisation` keeps no root user from anything.
)md",
                             .bad = R"md(
```yaml
Action: organizations:LeaveOrganisation
```
```hcl
actions = ["iam:CreateAccessKeys"]
```
)md",
                             .good = R"md(
```yaml
Action: organizations:LeaveOrganization
```
```hcl
actions = ["iam:CreateAccessKey"]
```
)md",
                             .fix = R"md(
Write the action as AWS's Service Authorization Reference has it; leave out what no longer exists.
)md",
                             .mappings = "AWS Well-Architected SEC03-BP02",
                             .precision = "medium",
                         },
                         check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, const Pattern& action,
                      policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp804, *instance.resource, std::move(answer),
                                                 place_of_use(action.value, action.span));
  finding.origin = action.value.origin();
  finding.identity =
      instance.path + "|" + statement_name(instance.document, index) + "|" + action.value.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
