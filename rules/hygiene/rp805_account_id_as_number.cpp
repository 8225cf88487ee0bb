#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/hygiene/document_statements.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::PolicyString;
using value::Value;

/// Ids with fewer digits than this are no account id that lost its zeros: one in a thousand loses three.
constexpr std::size_t kFewestDigits = 9;
constexpr std::size_t kAccountDigits = 12;

/// Condition keys whose values are account ids (IAM User Guide, "AWS global condition context keys"; Service
/// Authorization Reference).
constexpr std::array<std::string_view, 6> kAccountKeys{"aws:principalaccount", "aws:resourceaccount",
                                                       "aws:sourceaccount",    "aws:sourceowner",
                                                       "kms:calleraccount",    "s3:resourceaccount"};

bool all_of(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

/// What being written as a number did to an account id.
struct Damage {
  std::string what;
  std::string right;  ///< the id as it was meant, where that is certain
};

/// "1.23456789012e+11": what format("%v") makes of a number of twelve digits.
bool is_scientific(std::string_view text) {
  const std::size_t exponent = text.find("e+1");
  if (exponent == std::string_view::npos || exponent == 0 || text.size() != exponent + 4) return false;
  if (text.back() != '0' && text.back() != '1') return false;
  return all_of(text.substr(0, exponent), "0123456789.");
}

std::optional<Damage> damage_of(std::string_view account) {
  if (is_scientific(account))
    return Damage{"is an account id that was written as a number and formatted with an exponent", ""};
  if (account.size() < kFewestDigits || account.size() >= kAccountDigits || !all_of(account, "0123456789"))
    return std::nullopt;
  const std::string digits =
      "has " + std::to_string(account.size()) + " digits where an account id has twelve";
  // A number has no leading zeros, so this was text and never had more digits.
  if (account.front() == '0') return Damage{digits, ""};
  return Damage{digits + ": zeros in front get lost where an id is a number on its way",
                std::string(kAccountDigits - account.size(), '0') + std::string(account)};
}

/// The text with a blank for each hole; nullopt when nothing of it is known.
std::optional<std::string> readable(const Value& value) {
  if (auto text = value.as_text()) return text;
  if (!value.is(Value::Kind::string)) return std::nullopt;
  std::string text;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    text += known == nullptr ? " " : known->text;
  }
  return text;
}

/// Whether a text of a template stands there without quotes: nothing belongs to the scalar beside the text,
/// and no tag says that it is text.
bool is_plain_scalar(const Value& value) {
  if (!value.is(Value::Kind::string) || value.pieces().size() != 1) return false;
  const auto* piece = std::get_if<value::TextPiece>(&value.pieces()[0]);
  const std::vector<value::OriginStep> chain = value.origin().chain();
  return piece != nullptr && piece->verbatim && !chain.empty() && chain.back().span == piece->span &&
         chain.back().detail.empty();
}

/// CloudFormation reads plain scalars by YAML 1.1, where digits from 0 to 7 behind a zero are octal.
std::optional<Damage> octal_damage(const Value& value) {
  const std::optional<std::string> text = value.as_string();
  if (!text || text->size() != kAccountDigits || text->front() != '0' || !all_of(*text, "01234567"))
    return std::nullopt;
  if (!is_plain_scalar(value)) return std::nullopt;
  const unsigned long long number = std::stoull(*text, nullptr, 8);
  return Damage{"stands without quotes: CloudFormation reads it as an octal number and deploys " +
                    std::to_string(number),
                *text};
}

struct Place {
  const Resource& resource;
  std::string identity;
  const Value& value;
  source::Span span;
};

engine::Finding start(const Place& place, policy::Answer answer);

void report(const Place& place, const Damage& damage, engine::Findings& findings) {
  engine::Finding finding = start(place, violation());
  const std::string text = shown(place.value);
  const bool arn = text.starts_with("arn:");
  finding.message = (arn ? "the account in \"" : "\"") + text + "\" " + damage.what;
  finding.fix =
      engine::Fix{damage.right.empty() ? "write account ids as text, in quotes, with all twelve digits"
                  : arn ? "write the account as " + damage.right + " there, if zeros are what it lost"
                        : "write \"" + damage.right + "\", in quotes, if zeros are what it lost",
                  {}};
  if (is_plain_scalar(place.value) && place.resource.language == Language::cloudformation &&
      place.value.as_string() == damage.right) {
    finding.fix->edits = {{place.value.origin().chain().back().span, "'" + damage.right + "'"}};
  }
  findings.push_back(std::move(finding));
}

/// A value that is an account id by its place, or an ARN anywhere.
void check_value(const Place& place, bool is_account, engine::Findings& findings) {
  const std::optional<std::string> text = readable(place.value);
  if (!text) return;
  const bool arn = text->starts_with("arn:");
  if (!arn && !is_account) return;
  if (const auto damage = damage_of(arn ? account_component(*text) : std::string_view(*text)))
    return report(place, *damage, findings);
  if (arn || place.resource.language != Language::cloudformation) return;
  // Defaults of parameters are looked at where they stand.
  const std::vector<value::OriginStep> chain = place.value.origin().chain();
  if (std::any_of(chain.begin(), chain.end(), [](const value::OriginStep& step) {
        return step.kind == value::OriginKind::variable_default;
      }))
    return;
  if (const auto damage = octal_damage(place.value)) report(place, *damage, findings);
}

/// A principal that will be a number, whichever it is.
void check_unknown_principal(const engine::PolicyInstance& instance, const Value& principal,
                             engine::Findings& findings) {
  if (principal.is(Value::Kind::list)) {
    for (const Value& each : principal.items()) check_unknown_principal(instance, each, findings);
    return;
  }
  if (!principal.is(Value::Kind::unknown) || principal.unknown_type() != value::ValueType::number) return;
  engine::Finding finding = start({*instance.resource, instance.path, principal, principal.origin().span()},
                                  undecided(principal.reasons()));
  finding.message = "whether this account id, a number, loses leading zeros depends on " +
                    depends_on(finding.answer.reasons);
  findings.push_back(std::move(finding));
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const policy::Statement& statement = instance.document.statements[index];
  const auto look = [&](const PolicyString& string, bool is_account) {
    check_value({*instance.resource, instance.path + "|" + statement_name(instance.document, index),
                 string.value, string.span},
                is_account, findings);
  };
  for (const policy::Principal& principal : statement.principals)
    if (principal.type == policy::PrincipalType::aws) look(principal.text, true);
  for (const PolicyString& resource : statement.resources) look(resource, false);
  for (const policy::Condition& condition : statement.conditions) {
    const std::string key = policy::to_lower(condition.key);
    const bool accounts = std::find(kAccountKeys.begin(), kAccountKeys.end(), key) != kAccountKeys.end();
    for (const PolicyString& value : condition.values) look(value, accounts);
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
    for_each_source_statement(instance.document.source, [&](const Value& statement) {
      const Value* principal = statement.find("Principal");
      const Value* accounts = principal == nullptr ? nullptr : principal->find("AWS");
      if (accounts != nullptr) check_unknown_principal(instance, *accounts, findings);
    });
  }
  for (const Resource& resource : facts.resources) {
    const Value* standard = resource.properties.find("Default");
    if (resource.kind != ResourceKind::template_parameter || standard == nullptr) continue;
    if (const auto damage = octal_damage(*standard))
      report({resource, "Default", *standard, standard->origin().span()}, *damage, findings);
  }
}

}  // namespace

extern const engine::Rule rp805;
const engine::Rule rp805{{
                             .id = "RP805",
                             .name = "account-id-as-number",
                             .family = "hygiene",
                             .severity = engine::Severity::medium,
                             .tier = engine::Tier::default_on,
                             .summary = "an account id that was written as a number is another one",
                             .meaning = R"md(
Looks at account ids in policies: principals, ARNs, and values of condition keys such as `aws:SourceAccount`; and at the defaults of CloudFormation parameters.

- **violation**: the id has nine to eleven digits, because a number has no leading zeros (JSON, YAML, and HCL, where `012345678901` is 12345678901); it is an exponent such as
  `1.23456789012e+11`, which is what `format("%v", …)` of Terraform makes of a number of twelve digits; or it stands in a template without quotes, begins with a zero and has no 8 or 9:
  CloudFormation reads it as an octal number and deploys another one.
- **safe**: twelve digits as text.
- **undecided**: the id is a number that is not known.
)md",
                             .why = R"md(
The deployed principal is no account, or another one. IAM refuses some of these policies at deployment; in a condition or a resource such an id is taken and matches nobody, so that an
Allow lets nobody in and a Deny stops nobody.
)md",
                             .bad = R"md(
```yaml
Condition: {StringEquals: {aws:SourceAccount: 012345670123}}
```
```hcl
variable "partner" {
  default = 012345678901
}
data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.partner}:role/publisher"]
    }
  }
}
```
)md",
                             .good = R"md(
```yaml
Condition: {StringEquals: {aws:SourceAccount: '012345670123'}}
```
```hcl
variable "partner" {
  type    = string
  default = "012345678901" # nothing else changes
}
```
)md",
                             .fix = R"md(
Write account ids as text, in quotes, and declare variables and parameters that hold them as strings.
)md",
                             .mappings = "AWS Well-Architected SEC03-BP07",
                         },
                         check};

namespace {

engine::Finding start(const Place& place, policy::Answer answer) {
  engine::Finding finding =
      engine::make_finding(rp805, place.resource, std::move(answer), place_of_use(place.value, place.span));
  finding.origin = place.value.origin();
  finding.identity = place.identity + "|" + place.value.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
