#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/statement_questions.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/root_fence.h"

namespace rootproof::rules {
namespace {

using policy::Statement;

std::string name_of(const Statement& statement, std::size_t index) {
  return statement.sid.empty() ? "statement " + std::to_string(index + 1)
                               : "statement \"" + statement.sid + "\"";
}

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
                      source::Span place);

/// A condition as it was meant, and the edits that make it so.
struct Repair {
  policy::Condition condition;
  std::vector<engine::Edit> edits;
  std::string advice;  ///< what they do
};

Repair with_operator(const Statement& statement, const policy::Condition& condition,
                     const std::string& name) {
  Repair repair{condition, replace_operator(statement, condition, name),
                "write " + name + " in place of " + condition.operator_name};
  repair.condition.operator_name = name;
  return repair;
}

Repair with_value(const policy::Condition& condition, const std::string& text) {
  const value::Value& written = condition.values.front().value;
  Repair repair{condition, replace_text(written, text),
                "write \"" + text + "\" in place of " + written.to_display()};
  repair.condition.values.front().value = value::Value::string(text);
  return repair;
}

/// "arn:aws:iam:::*:root", "arn:aws:iam:*:root" → "arn:aws:iam::*:root"; empty for other texts.
std::string with_six_fields(const std::string& arn) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= arn.size();) {
    const std::size_t end = std::min(arn.find(':', begin), arn.size());
    if (end > begin) fields.push_back(arn.substr(begin, end - begin));
    begin = end + 1;
  }
  if (fields.size() != 5 || fields[0] != "arn" || fields[2] != "iam" || fields[4] != "root") return {};
  return "arn:" + fields[1] + ":iam::" + fields[3] + ":root";
}

/// What one of the commonest mistakes was meant to be.
std::optional<Repair> repair_of(const Statement& statement, const policy::Condition& condition) {
  const std::string key = policy::to_lower(condition.key);
  std::vector<std::string> texts;
  for (const policy::PolicyString& value : condition.values) texts.push_back(value.text().value_or(""));
  if (texts.empty()) return std::nullopt;
  if (key == "aws:principalarn") {
    // StringEquals and ArnEquals look alike, but the former takes a wildcard for itself. With another value
    // the statement would begin to deny to others as well.
    const bool root_alone = std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
      return text.starts_with("arn:") && text.ends_with(":root") && text.find('*') != std::string::npos;
    });
    if (condition.operator_name == "StringEquals" && root_alone)
      return with_operator(statement, condition, "StringLike");
    const std::string arn = texts.size() == 1 ? with_six_fields(texts.front()) : std::string();
    if (!arn.empty() && arn != texts.front()) return with_value(condition, arn);
  }
  if (texts.size() != 1) return std::nullopt;
  // The type of a root user, and of nobody else.
  if (key == "aws:principaltype" && policy::to_lower(texts.front()) == "root")
    return with_value(condition, "Account");
  if (key == "aws:assumedroot" && condition.operator_name == "Bool" &&
      policy::to_lower(texts.front()) == "false")
    return with_operator(statement, condition, "BoolIfExists");
  return std::nullopt;
}

/// How to make the statement apply to root users, with edits where one condition is all that is wrong.
engine::Fix fix_for(const policy::PolicyDocument& document, std::size_t index) {
  const Statement& statement = document.statements[index];
  const std::string sessions =
      " and Null {\"aws:AssumedRoot\": \"true\"} beside it where central root access is used";
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
    std::optional<Repair> repair = repair_of(statement, statement.conditions[i]);
    if (!repair || repair->edits.empty()) continue;
    const bool of_sessions = policy::to_lower(repair->condition.key) == "aws:assumedroot";
    policy::PolicyDocument repaired = document;
    repaired.statements[index].conditions[i] = std::move(repair->condition);
    if (policy::applies_to_own_credentials_of_root(repaired, index).answer.verdict == policy::Verdict::safe)
      return {repair->advice + (of_sessions ? "" : "," + sessions), std::move(repair->edits)};
  }
  return {"write the condition as ArnLike {\"aws:PrincipalArn\": \"arn:*:iam::*:root\"}," + sessions, {}};
}

/// "<my-vpc-id>", "arn:aws:iam::{{ account }}:root": whoever takes the policy writes something else there. No
/// text that AWS knows has such characters.
bool is_placeholder(const policy::PolicyString& value) {
  const std::string text = value.text().value_or("");
  const std::size_t angle = text.find('<');
  const std::size_t braces = text.find("{{");
  return (angle != std::string::npos && text.find('>', angle) != std::string::npos) ||
         (braces != std::string::npos && text.find("}}", braces) != std::string::npos);
}

bool has_placeholder(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const policy::Condition& condition) {
                       return std::any_of(condition.values.begin(), condition.values.end(), is_placeholder);
                     });
}

policy::PolicyDocument with_open_placeholders(policy::PolicyDocument document, std::size_t index) {
  for (policy::Condition& condition : document.statements[index].conditions) {
    const auto found = std::find_if(condition.values.begin(), condition.values.end(), is_placeholder);
    if (found == condition.values.end() || condition.unknown) continue;
    condition.unknown =
        value::Reason{value::ReasonKind::placeholder, found->text().value_or(""), found->span};
    condition.values_unknown = true;
    std::erase_if(condition.values, is_placeholder);
  }
  return document;
}

bool speaks_of_central_sessions(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const policy::Condition& condition) {
                       return policy::to_lower(condition.key) == "aws:assumedroot";
                     });
}

/// An exemption of central root access written the wrong way round: what denies root denies the exempted
/// sessions alone. Beside a statement that does deny root it may be meant.
std::optional<policy::StatementAnswer> inverted_exemption(const policy::PolicyDocument& document,
                                                          std::size_t index) {
  const auto reaches = [&document](std::size_t i) {
    return policy::applies_to_own_credentials_of_root(document, i);
  };
  if (!names_root_user(document.statements[index]) || !speaks_of_central_sessions(document.statements[index]))
    return std::nullopt;
  policy::StatementAnswer own = reaches(index);
  if (own.answer.verdict != policy::Verdict::violation) return std::nullopt;
  for (std::size_t i = 0; i < document.statements.size(); ++i)
    if (i != index && is_meant_for_root(document.statements[i]) &&
        reaches(i).answer.verdict != policy::Verdict::violation)
      return std::nullopt;
  return own;
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  if (statement.effect != policy::Effect::deny || statement.has_principal) return;
  const bool about_root = is_meant_for_root(statement);
  std::optional<policy::PolicyDocument> opened;
  if (has_placeholder(statement)) opened = with_open_placeholders(instance.document, index);
  const policy::PolicyDocument& document = opened ? *opened : instance.document;
  policy::StatementAnswer reach =
      about_root ? policy::applies_to_root(document, index) : policy::applies_to_anything(document, index);
  std::string who = about_root ? "any root user" : "anybody";
  if (about_root && reach.answer.verdict == policy::Verdict::safe)
    if (std::optional<policy::StatementAnswer> inverted = inverted_exemption(document, index)) {
      reach = *std::move(inverted);
      who = "a root user but in sessions of central root access";
    }
  const std::string name = name_of(statement, index);
  switch (reach.answer.verdict) {
    case policy::Verdict::violation: {
      source::Span place = reach.cause ? reach.cause->span : statement.condition_span;
      if (place.empty()) place = statement.span;
      engine::Finding finding = start(instance, index, violation(), place);
      finding.message = name + " denies nothing to " + who + ": " +
                        (reach.cause ? reach.cause->explanation : "no request meets all its conditions") +
                        under(finding, statement.guard);
      finding.fix = about_root ? fix_for(document, index)
                               : engine::Fix{"correct the condition, or remove the statement", {}};
      findings.push_back(std::move(finding));
      break;
    }
    case policy::Verdict::undecided: {
      if (!about_root) break;  // whether it matters is not known either
      engine::Finding finding = start(instance, index, undecided(reach.answer.reasons), statement.span);
      finding.message = "whether " + name + " denies anything to a root user depends on " +
                        depends_on(reach.answer.reasons);
      findings.push_back(std::move(finding));
      break;
    }
    case policy::Verdict::safe: {
      if (!about_root) break;
      engine::Finding finding =
          start(instance, index, safe("some request of a root user meets it"), statement.span);
      finding.message = name + " applies to requests of root users";
      findings.push_back(std::move(finding));
      break;
    }
  }
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp312;
const engine::Rule rp312{
    {
        .id = "RP312",
        .name = "guardrail-can-never-match",
        .family = "guardrails",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary =
            "a Deny statement of a service control policy that is meant for root users denies them nothing",
        .meaning = R"md(
Looks at every Deny statement of a service control policy, attached or not. One that names root, in a condition about the caller, under a key that AWS does not document or in its `Sid`, is held against all
requests of root users: any account, all partitions, access keys, console with and without MFA, sessions of central root access. Any other one is held against all requests, those with keys that AWS may document some day among them.

- **violation**: no request is in the statement, or of those of root users only sessions of central root access are, where nothing else in the policy denies root: an exemption
  the wrong way round (`Null` on `aws:AssumedRoot` with `false`, `Bool` with `true`). The message says why:
  `StringEquals` takes `*` literally; `aws:PrincipalType` of a root user is `Account`, never `Root`; `aws:userid` is the account id and `aws:username`
  is absent; an ARN with a wrong number of fields, another service, eleven digits, another name than `root`; a key that such requests lack or that AWS does not document
  (`aws:PrincipleArn`), under an operator that wants it; an id that no VPC endpoint has; a private address as `aws:SourceIp`; `aws:AssumedRoot` tested for `false` without `IfExists`; a date that is over; a policy variable without `"Version": "2012-10-17"`;
  conditions that exclude each other.
- **safe**: some request of a root user is in the statement. Whether it denies enough is the question of RP301.
- **undecided**: a value that is not known decides, or a Region that no list of AWS has.
)md",
        .why = R"md(
Such a policy looks in every review as if root were fenced in. It is the most frequent error in published guardrails: a quarter of those that were looked at deny
root nothing.
)md",
        .bad = R"md(
```yaml
Condition: {StringEquals: {'aws:PrincipalType': Root}}
```
```hcl
condition {
  test     = "StringEquals"
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
  values   = ["arn:*:iam::*:root"]
}
```
)md",
        .fix = R"md(
Write the condition as `ArnLike` on `aws:PrincipalArn` with `arn:*:iam::*:root`. Beside it, `Null` on `aws:AssumedRoot` with `true` lets the sessions of central root
access through. `rootproof policy covers --scp FILE --guardrail deny-root` proves that the result denies root everything.
)md",
        .mappings = "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, Datadog def-000-52q, NIST "
                    "800-53 AC-3(15) AC-6, AWS Well-Architected SEC01-BP01 SEC01-BP02",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
                      source::Span place) {
  engine::Finding finding = engine::make_finding(rp312, *instance.resource, std::move(answer), place);
  finding.identity = instance.path + "|" + name_of(instance.document.statements[index], index);
  return finding;
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::service_control) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
