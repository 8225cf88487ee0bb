#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "parsers/policy/document_size.h"
#include "rules/answers.h"
#include "rules/edits.h"

namespace rootproof::rules {
namespace {

engine::Finding start(const engine::PolicyInstance& instance, policy::Answer answer, source::Span place,
                      const std::string& identity);

/// A Principal that names everybody says nothing: without it the statement means the same. One that names
/// somebody was to narrow the statement, and without it the statement would reach all.
std::vector<engine::Edit> without_principal(const policy::PolicyDocument& document, source::Span place) {
  for (const policy::Statement& statement : document.statements) {
    if (statement.principal_span != place || place.empty() || statement.not_principal ||
        statement.principals_unknown || statement.principals.size() != 1 ||
        !policy::is_everyone(statement.principals.front()))
      continue;
    return {{place, "", "", engine::EditKind::drop_element}};
  }
  return {};
}

void check_errors(const engine::PolicyInstance& instance, const policy::PolicyDocument& document,
                  engine::Findings& findings) {
  const source::Span* last = nullptr;
  for (const policy::FormError& error : document.errors) {
    // What comes of an error at the same place adds nothing.
    if (last != nullptr && *last == error.span) continue;
    last = &error.span;
    const bool open = error.holds_placeholder();
    engine::Finding finding = start(instance,
                                    open ? undecided({{value::ReasonKind::placeholder,
                                                       "what takes the place of a text in it", error.span}})
                                         : violation(),
                                    error.span.empty() ? document.span : error.span, error.message);
    finding.message = (open ? "as it stands, AWS Organizations does not take this service control policy: "
                            : "AWS Organizations does not take this service control policy: ") +
                      error.message;
    std::vector<engine::Edit> edits = without_principal(document, error.span);
    finding.fix = engine::Fix{
        edits.empty() ? "correct the element; a service control policy has Version \"2012-10-17\" and "
                        "statements of Sid, Effect, Action or NotAction, Resource or NotResource, "
                        "and Condition"
                      : "take the element Principal out: without it the statement binds everybody, too",
        std::move(edits)};
    findings.push_back(std::move(finding));
  }
}

/// Between the old quota and the new one nobody knows, unless the configuration says.
void check_size(const engine::PolicyInstance& instance, const policy::PolicyDocument& document,
                const policy::ScpQuotas& quotas, engine::Findings& findings) {
  if (quotas.characters_stated) return;
  const std::size_t size = policy::document_size(document.source);
  if (size <= policy::quotas().service_control_earlier_characters ||
      size > policy::quotas().service_control_characters)
    return;
  engine::Finding finding =
      start(instance,
            undecided({{value::ReasonKind::external_target,
                        "the quota of characters that the organization has", document.span}}),
            document.span, "size");
  finding.message = "this service control policy has at least " + std::to_string(size) +
                    " characters without white space: more than the " +
                    std::to_string(policy::quotas().service_control_earlier_characters) +
                    " that AWS Organizations took before 2026; whether it takes it now depends on " +
                    depends_on(finding.answer.reasons);
  finding.fix = engine::Fix{"split the policy, or join statements that differ in their actions only", {}};
  findings.push_back(std::move(finding));
}

void check_unknown(const engine::PolicyInstance& instance, const policy::PolicyDocument& document,
                   engine::Findings& findings) {
  std::vector<value::Reason> reasons = document.unknowns;
  std::erase_if(reasons, [](const value::Reason& reason) {
    return reason.kind == value::ReasonKind::invalid || reason.kind == value::ReasonKind::duplicate_key;
  });
  if (reasons.empty()) return;
  engine::Finding finding = start(instance, undecided(std::move(reasons)), document.span, "document");
  finding.message = "whether AWS Organizations takes this service control policy depends on " +
                    depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

/// Files that hold statements and no document: what is deployed is put together of them elsewhere. The
/// document that is made of them has no name of its own for them.
bool holds_statements_alone(const engine::PolicyInstance& instance) {
  const Resource& file = *instance.resource;
  if (file.kind != ResourceKind::policy_file || !file.properties.is(value::Value::Kind::map)) return false;
  const auto members = file.properties.members();
  return std::any_of(members.begin(), members.end(), [&](const value::Member& member) {
    return member.key == "Statement" && member.key_span == file.span;
  });
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::service_control || holds_statements_alone(instance)) continue;
    // The kind of a file by itself is told after it was read: its own rules are asked now.
    policy::PolicyDocument document =
        policy::parse_policy(instance.document.source, PolicyKind::service_control);
    policy::check_scp_dialect(document, facts.settings.scp_dialect);
    policy::limit_size(document, facts.settings.scp_quotas.characters);
    check_errors(instance, document, findings);
    check_size(instance, document, facts.settings.scp_quotas, findings);
    check_unknown(instance, document, findings);
    if (!document.errors.empty() || !document.source.fully_known()) continue;
    engine::Finding finding =
        start(instance, safe("every element is one that the grammar has"), document.span, "form");
    finding.message = "the form of this service control policy has no error";
    findings.push_back(std::move(finding));
  }
}

}  // namespace

extern const engine::Rule rp317;
const engine::Rule rp317{
    {
        .id = "RP317",
        .name = "scp-form-error",
        .family = "guardrails",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a service control policy has a form that AWS Organizations does not take",
        .meaning = R"md(
Looks at the content of every service control policy, as it is after evaluation, whether or not it is about root.

- **violation**: an element that service control policies do not have (`Principal`, `NotPrincipal`), an element in the wrong place (`Condition` beside `Statement`,
  `NotAction` inside `Condition`), an `Effect` other than `Allow` and `Deny`, a missing `Effect`, `Action` or `Resource`, a `Version` that is missing or is not
  `2012-10-17`, a key that stands twice, text that is not JSON, or more than 10,240 characters without white space, or than `limits: {policy_characters}` of `rootproof.yaml`.
- **safe**: none of these. Wildcards anywhere in an action, `NotResource`, and `Condition`, `NotAction` or a `Resource` with Allow are fine since September 2025; with
  `scp: {dialect: before-2025}` in `rootproof.yaml` they are violations, and no guardrail is proved by a policy that has them.
- **undecided**: the content is not known; the error is in an action with a placeholder (`<action>`); or the policy has more than the 5,120 characters that AWS took before May 2026, and
  the configuration does not say how many it may have.

Silent about files that hold statements alone, of which the code makes a policy elsewhere.

In a policy of which there is none by the default of a variable, in a module that waits for its callers or for values (RP310), other defaults count for nothing either.
)md",
        .why = R"md(
The deployment fails, often after half of it is done, and the root users whom the policy was to fence in stay free. `Principal` is also a sign that the author
thinks of another kind of policy: in a service control policy, root is named by a condition on `aws:PrincipalArn`.
)md",
        .bad = R"md(
```yaml
Content:
  Version: '2012-10-17'
  Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}]
```
```hcl
content = jsonencode({
  Version   = "2012-10-17"
  Statement = [{ Effect = "Deny", Principal = { AWS = "*" }, Action = "*", Resource = "*" }]
})
```
)md",
        .good = R"md(
```yaml
Content:
  Version: '2012-10-17'
  Statement:
    - Effect: Deny
      Action: '*'
      Resource: '*'
      Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
```
```hcl
content = jsonencode({
  Version = "2012-10-17"
  Statement = [{
    Effect    = "Deny"
    Action    = "*"
    Resource  = "*"
    Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
  }]
})
```
)md",
        .fix = R"md(
Correct the element that the message names. `rootproof policy lint --kind scp --policy FILE` says the same of a file by itself.

`rootproof fix` takes a `Principal` away that names everybody, `"*"`. One that names somebody it leaves: without it the statement would bind everyone, and who was meant belongs into a condition.
)md",
        .mappings = "AWS Well-Architected SEC01-BP01, NIST 800-53 AC-3",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, policy::Answer answer, source::Span place,
                      const std::string& identity) {
  engine::Finding finding = engine::make_finding(rp317, *instance.resource, std::move(answer), place);
  finding.identity = instance.path + "|" + identity;
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
