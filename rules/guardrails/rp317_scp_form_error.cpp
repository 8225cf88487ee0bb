#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>

#include "parsers/policy/json_text.h"
#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Characters that a service control policy may have without white space. AWS raised the quota from the lower
/// to the higher one in 2026 (AWS Organizations User Guide, "Quotas"); copies of that page show either.
constexpr std::size_t kOldQuota = 5'120;
constexpr std::size_t kQuota = 10'240;

/// The characters of a text in JSON, without its quotation marks.
std::size_t text_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++size;  // each code point once
    if (c == '"' || c == '\\' || byte < 0x20) ++size;
  }
  return size;
}

/// The characters that a value has at least as JSON without white space: what is not known counts nothing.
/// Of alternatives the longest counts. The depth is bounded by that of parsed text.
std::size_t json_size(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return 4;
    case Value::Kind::boolean:
      return value.as_boolean() ? 4 : 5;
    case Value::Kind::number:
      return value.as_number().size();
    case Value::Kind::absent:
    case Value::Kind::unknown:
      return 0;
    case Value::Kind::string: {
      std::size_t size = 2;
      for (const value::StringPiece& piece : value.pieces())
        if (const auto* text = std::get_if<value::TextPiece>(&piece)) size += text_size(text->text);
      return size;
    }
    case Value::Kind::list: {
      std::size_t size = 1 + std::max<std::size_t>(value.items().size(), 1);
      for (const Value& item : value.items()) size += json_size(item);
      return size;
    }
    case Value::Kind::map: {
      std::size_t size = 1 + std::max<std::size_t>(value.members().size(), 1);
      for (const value::Member& member : value.members())
        size += text_size(member.key) + 3 + json_size(member.value);
      return size;
    }
    case Value::Kind::one_of: {
      std::size_t size = 0;
      for (const value::Alternative& alternative : value.alternatives())
        size = std::max(size, json_size(alternative.value));
      return size;
    }
  }
  return 0;
}

std::size_t document_size(const Value& source) {
  if (!source.is(Value::Kind::string)) return json_size(source);
  const std::variant<Value, policy::JsonTextError> parsed = policy::read_json_text(source);
  const auto* inner = std::get_if<Value>(&parsed);
  return inner == nullptr ? 0 : json_size(*inner);
}

engine::Finding start(const engine::PolicyInstance& instance, policy::Answer answer, source::Span place,
                      const std::string& identity);

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
    finding.fix = engine::Fix{
        "correct the element; a service control policy has Version \"2012-10-17\" and "
        "statements of Sid, Effect, Action or NotAction, Resource or NotResource, "
        "and Condition",
        {}};
    findings.push_back(std::move(finding));
  }
}

void check_size(const engine::PolicyInstance& instance, const policy::PolicyDocument& document,
                engine::Findings& findings) {
  const std::size_t size = document_size(document.source);
  if (size <= kOldQuota) return;
  const bool too_long = size > kQuota;
  engine::Finding finding =
      start(instance,
            too_long ? violation()
                     : undecided({{value::ReasonKind::external_target,
                                   "the quota of characters that the organization has", document.span}}),
            document.span, "size");
  const std::string characters =
      "this service control policy has at least " + std::to_string(size) + " characters without white space";
  finding.message =
      too_long ? characters + "; AWS Organizations takes " + std::to_string(kQuota)
               : characters + ": more than the " + std::to_string(kOldQuota) +
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

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::service_control) continue;
    // The kind of a file by itself is told after it was read: its own rules are asked now.
    policy::PolicyDocument document =
        policy::parse_policy(instance.document.source, PolicyKind::service_control);
    policy::check_scp_dialect(document, facts.settings.scp_dialect);
    check_errors(instance, document, findings);
    check_size(instance, document, findings);
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
  `2012-10-17`, a key that stands twice, text that is not JSON, or more than 10,240 characters without white space.
- **safe**: none of these. Wildcards anywhere in an action, `NotResource`, and `Condition`, `NotAction` or a `Resource` with Allow are fine since September 2025; with
  `scp: {dialect: before-2025}` in `rootproof.yaml` they are violations, and no guardrail is proved by a policy that has them.
- **undecided**: the content is not known, a placeholder such as `<account>` stands in it, or it has more than the 5,120 characters that AWS took before 2026.
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
