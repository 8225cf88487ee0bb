#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/coverage.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/statement_questions.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/hole_classes.h"

namespace rootproof::rules {
namespace {

using engine::Severity;
using organization::Node;
using organization::Organization;

constexpr std::size_t kNamedAccounts = 10;
constexpr std::size_t kNamedStatements = 5;
constexpr std::size_t kTriedElements = 8;  ///< of the statements on one path
/// Of all paths of an organization: each try is a question of its own. Who has that many policies in part
/// open hears of every one, and sees how to close the first of them.
constexpr std::size_t kTriedInAll = 40;

/// domain.md RP302.
Severity severity_of(const std::string& hole_class) {
  if (hole_class == "escape") return Severity::critical;
  if (hole_class == "exposure" || hole_class == "destructive") return Severity::high;
  if (hole_class == "context") return Severity::medium;
  if (hole_class == "recovery") return Severity::low;
  return Severity::note;
}

std::string who(const Organization& organization, const std::vector<std::size_t>& accounts) {
  if (accounts.front() == organization::kRootNode) return "an account directly under the root";
  std::string first = "account \"" + organization.nodes[accounts.front()].name + "\"";
  if (accounts.size() == 1) return first;
  return std::to_string(accounts.size()) + " accounts, e.g. " + first + ",";
}

/// Whether something may be open on purpose: what AWS documents as tasks of the root user, or gives it
/// nothing.
bool is_mild(const policy::GuardrailHole& hole) {
  return hole.hole_class == "recovery" || hole.hole_class == "benign";
}

bool is_mild(const policy::Coverage& coverage) {
  return std::all_of(coverage.holes.begin(), coverage.holes.end(),
                     [](const policy::GuardrailHole& hole) { return is_mild(hole); });
}

/// Tries what single elements of the statements about root alone leave open: an entry of NotAction, a
/// condition beside the one on root.
class ElementToBlame {
 public:
  ElementToBlame(const policy::Coverage& coverage, policy::ScpPath path, const policy::RootQuestion& question,
                 std::size_t& tries_left)
      : coverage_(coverage), path_(std::move(path)), question_(question), tries_left_(tries_left) {}

  struct Found {
    std::vector<engine::Edit> edits;
    std::string what;  ///< "take iam:* out of NotAction"
    bool is_condition = false;
  };

  /// The one without which nothing grave is open.
  std::optional<Found> find() {
    for (policy::ScpLevel& level : path_.levels) {
      for (const policy::PolicyDocument*& document : level.documents) {
        for (std::size_t i = 0; i < document->statements.size(); ++i)
          if (auto found = find_in(document, i)) return found;
      }
    }
    return std::nullopt;
  }

 private:
  std::optional<Found> find_in(const policy::PolicyDocument*& document, std::size_t index) {
    const policy::Statement& statement = document->statements[index];
    if (statement.effect != policy::Effect::deny || !statement.unknowns.empty() ||
        statement.conditions.empty() || !is_about_root_alone(*document, index))
      return std::nullopt;
    if (auto found = among_actions(document, index)) return found;
    return among_conditions(document, index);
  }

  std::optional<Found> among_actions(const policy::PolicyDocument*& document, std::size_t index) {
    const policy::Statement& statement = document->statements[index];
    if (!statement.not_action) return std::nullopt;
    for (std::size_t i = 0; i < statement.actions.size(); ++i) {
      if (!stands_within(statement, statement.actions[i].value)) continue;
      policy::PolicyDocument without = *document;
      policy::Statement& changed = without.statements[index];
      const bool only = changed.actions.size() == 1;
      if (only) {
        changed.not_action = false;
        changed.actions[i].value = value::Value::string("*");
      } else {
        changed.actions.erase(changed.actions.begin() + static_cast<std::ptrdiff_t>(i));
      }
      if (!closes(document, without)) continue;
      Found found{
          only ? std::vector<engine::Edit>{{statement.action_span, "", "", engine::EditKind::include_actions}}
               : replace_text(statement.actions[i].value, "x"),
          "take " + shown(statement.actions[i].value) + " out of NotAction"};
      if (!only)
        for (engine::Edit& edit : found.edits) edit.kind = engine::EditKind::drop_item;
      return found;
    }
    return std::nullopt;
  }

  std::optional<Found> among_conditions(const policy::PolicyDocument*& document, std::size_t index) {
    const policy::Statement& statement = document->statements[index];
    for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
      const policy::Condition& condition = statement.conditions[i];
      const auto shared = std::count_if(
          statement.conditions.begin(), statement.conditions.end(),
          [&](const policy::Condition& other) { return other.operator_span == condition.operator_span; });
      const source::Span place = shared > 1 ? condition.key_span : condition.operator_span;
      if (!statement.span.contains(place)) continue;
      policy::PolicyDocument without = *document;
      auto& left = without.statements[index].conditions;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
      if (left.empty() || !is_about_root_alone(without, index) || !closes(document, without)) continue;
      return Found{{{place, "", "", engine::EditKind::drop_element}},
                   "take the condition on " + condition.key + " away",
                   true};
    }
    return std::nullopt;
  }

  /// Whether a text is written in the statement itself: what stands elsewhere, in a local or a variable, may
  /// be used by others.
  static bool stands_within(const policy::Statement& statement, const value::Value& value) {
    const std::optional<std::string> text = value.as_text();
    if (!text || text->empty() || !is_written_here(value)) return false;
    return statement.span.contains(value.text_span(0, text->size()));
  }

  /// Others lose nothing then, whatever its elements become.
  static bool is_about_root_alone(const policy::PolicyDocument& document, std::size_t index) {
    return policy::denies_ordinary_roles(document, index).verdict == policy::Verdict::safe;
  }

  /// Whether the requests that pass may be denied by the changed policy: at once, and for most of them not.
  bool may_close(const policy::PolicyDocument& without) const {
    return std::all_of(coverage_.holes.begin(), coverage_.holes.end(),
                       [&](const policy::GuardrailHole& hole) {
                         if (is_mild(hole)) return true;
                         const policy::SetMatch match = policy::match_documents({&without, 1}, hole.witness);
                         return match.denies != policy::Truth::no;
                       });
  }

  bool closes(const policy::PolicyDocument*& document, const policy::PolicyDocument& without) {
    if (!may_close(without) || tried_ == kTriedElements || tries_left_ == 0) return false;
    ++tried_;
    --tries_left_;
    const policy::PolicyDocument* const as_it_is = std::exchange(document, &without);
    const policy::Coverage coverage = policy::covers(path_, question_, hole_classes());
    document = as_it_is;
    return coverage.kind == policy::CoverageKind::covered ||
           (coverage.kind == policy::CoverageKind::partly && is_mild(coverage));
  }

  const policy::Coverage& coverage_;
  policy::ScpPath path_;
  const policy::RootQuestion& question_;
  std::size_t& tries_left_;
  std::size_t tried_ = 0;
};

/// The edit where one element is to blame. Where root can get itself credentials or rights the rest is worth
/// nothing; anything else may be open on purpose.
engine::Fix close_the_hole(const policy::Coverage& coverage, policy::ScpPath path,
                           const policy::RootQuestion& question, std::size_t& tries_left) {
  engine::Fix fix{"deny root everything (RP301), and allow what must stay open by configuration", {}};
  if (is_mild(coverage)) return fix;
  std::optional<ElementToBlame::Found> found =
      ElementToBlame(coverage, std::move(path), question, tries_left).find();
  if (!found || found->edits.empty()) return fix;
  fix.edits = std::move(found->edits);
  fix.description = found->what + ", and allow what must stay open by configuration";
  if (found->is_condition || coverage.holes.front().hole_class != "escape")
    fix.choice = "whether it is meant to be open";
  return fix;
}

void report(const engine::Rule& rule, const engine::Facts& facts, const Organization& organization,
            const std::vector<std::size_t>& accounts, const policy::RootAnswer& answer,
            policy::Request witness, std::size_t& tries_left, engine::Findings& findings) {
  policy::RootQuestion question = every_request_of_root(facts);
  if (witness.principal && witness.principal->arn.starts_with("arn:"))
    question.partition = witness.principal->arn.substr(4, witness.principal->arn.find(':', 4) - 4);
  policy::ScpPath path = organization::scp_path(organization, accounts.front());
  const policy::Coverage coverage = policy::covers(path, question, hole_classes());
  if (coverage.holes.empty()) return;
  const Resource& place = *reporting_place(organization);
  policy::Answer found = violation();
  found.witness = std::move(witness);
  engine::Finding finding = engine::make_finding(rule, place, std::move(found), place.span);
  const Node& first = organization.nodes[accounts.front()];
  finding.identity = first.resource != nullptr ? first.resource->address : first.identity;
  finding.severity = severity_of(coverage.holes.front().hole_class);
  finding.message = "the root user of " + who(organization, accounts) + " is denied only in part:";
  name_root_module(facts, organization, finding);
  for (const policy::GuardrailHole& hole : coverage.holes)
    finding.message +=
        (&hole == &coverage.holes.front() ? " " : ", ") + hole.witness.action + " (" + hole.hole_class + ")";
  finding.message += coverage.holes.size() == 1 ? " passes" : " pass";
  std::size_t named = 0;
  for (const std::size_t account : accounts) {
    const Resource* resource = organization.nodes[account].resource;
    if (resource == nullptr || resource == &place || ++named > kNamedAccounts) continue;
    finding.related.push_back({resource->span, "account \"" + organization.nodes[account].name + "\" (path " +
                                                   organization::path_name(organization, account) +
                                                   ") is covered in part"});
  }
  std::set<std::pair<source::Span, std::string>> said;
  for (const policy::Closest& closest : answer.closest) {
    if (said.size() >= kNamedStatements) break;
    if (said.emplace(closest.span, closest.explanation).second)
      finding.related.push_back({closest.span, "this statement leaves it open: " + closest.explanation});
  }
  finding.fix = close_the_hole(coverage, std::move(path), question, tries_left);
  findings.push_back(std::move(finding));
}

void report_doubt(const engine::Rule& rule, const Organization& organization,
                  const std::vector<std::size_t>& accounts, const std::vector<value::Reason>& doubts,
                  engine::Findings& findings) {
  const Resource& place = *reporting_place(organization);
  engine::Finding finding = engine::make_finding(rule, place, undecided(doubts), place.span);
  finding.identity = "unknown";
  finding.message =
      "the root user of " + who(organization, accounts) +
      " is denied only in part by what is here; whether the rest is denied elsewhere depends on " +
      depends_on(doubts);
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp302;
const engine::Rule rp302{{
                             .id = "RP302",
                             .name = "root-denied-in-part",
                             .family = "guardrails",
                             .severity = Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "service control policies about the root user leave holes",
                             .meaning = R"md(
Where a statement singles out the root user of a member account, or is about all actions of everybody (`Action: '*'`, `NotAction`, as in a Region lock), and surely denies some of root's requests
but not all, this rule says what the holes are good for. Every hole is shown by a request that passes on the whole path of the account. Where there is no such statement the account is
RP301's, also where single actions are denied to everybody.

| class | severity | example |
|---|---|---|
| escape | critical | `iam:CreateUser`, `organizations:LeaveOrganization`, `sts:GetFederationToken`: root gets other credentials, or sheds the policies |
| exposure | high | `s3:PutBucketPolicy`, `kms:Decrypt` |
| destructive | high | `kms:ScheduleKeyDeletion`, `cloudtrail:StopLogging` |
| context | medium | what is denied otherwise passes from one address, in one Region, or without MFA |
| recovery | low | what AWS documents as tasks of the root user: bucket and queue policies, its own MFA, billing |
| benign | note | `sts:GetSessionToken`; `sts:AssumeRole`, which root cannot call; what a service does on root's behalf (`aws:ViaAWSService`) |

- **violation**: there is a hole; the severity is that of the gravest class.
- **undecided**: there is a hole in what the code shows, and policies that live elsewhere may close it.
- **safe**: said by RP301.
)md",
                             .why = R"md(
A list of exceptions ages badly: one `iam:*` in `NotAction` gives root everything back, through a user it creates.
)md",
                             .bad = R"md(
```yaml
Statement:
  - Effect: Deny
    NotAction: ['iam:*', 'support:*']
    Resource: '*'
    Condition: {StringLike: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}
```
```hcl
statement {
  effect      = "Deny"
  not_actions = ["iam:*", "support:*"]
  resources   = ["*"]
  condition {
    test     = "StringLike"
    variable = "aws:PrincipalArn"
    values   = ["arn:aws:iam::*:root"]
  }
}
```
)md",
                             .good = R"md(
```yaml
Statement:
  - Effect: Deny
    Action: '*'
    Resource: '*'
    Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
```
```hcl
statement {
  effect    = "Deny"
  actions   = ["*"]
  resources = ["*"]
  condition {
    test     = "ArnLike"
    variable = "aws:PrincipalArn"
    values   = ["arn:*:iam::*:root"]
  }
}
```
)md",
                             .fix = R"md(
Deny root everything. What must stay open for a documented task of the root user is better opened for the time of that task, or done with a session
of centralized root access.
)md",
                             .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, "
                                         "Datadog def-000-52q, NIST 800-53 AC-3(15) "
                                         "AC-6, AWS Well-Architected SEC01-BP01 SEC01-BP02",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Organization& organization : facts.organizations) {
    if (reporting_place(organization) == nullptr) continue;
    PathAnswers answers(organization, every_request_of_root(facts));
    const GuardrailCoverage coverage = judge_guardrail(facts, organization, answers);
    std::map<const policy::RootAnswer*, std::vector<std::size_t>> by_answer;
    std::vector<const policy::RootAnswer*> order;
    for (const std::size_t account : coverage.open) {
      const policy::RootAnswer* answer = &answers.of(account);
      if (!answer->partly) continue;
      std::vector<std::size_t>& accounts = by_answer[answer];
      if (accounts.empty()) order.push_back(answer);
      accounts.push_back(account);
    }
    if (!coverage.doubts.empty()) {
      if (!order.empty())
        report_doubt(rp302, organization, by_answer.at(order.front()), coverage.doubts, findings);
      continue;
    }
    std::size_t tries_left = kTriedInAll;
    for (const policy::RootAnswer* answer : order) {
      const std::vector<std::size_t>& accounts = by_answer.at(answer);
      report(rp302, facts, organization, accounts, *answer, answers.witness(accounts.front()), tries_left,
             findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
