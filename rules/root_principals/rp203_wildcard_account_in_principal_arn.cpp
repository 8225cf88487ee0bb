#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/principal_lists.h"
#include "parsers/source/lower_case.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/guardrails/coverage.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using policy::AwsPrincipalForm;
using policy::Principal;
using policy::Statement;

/// The ARN of a role or user that the code makes: whatever its name is, AWS takes none with a wildcard (IAM
/// User Guide, "IAM and AWS STS quotas": letters, digits and +=,.@_-).
bool is_arn_of_identity(const value::Value& text) {
  for (const value::OriginStep& step : text.origin().chain()) {
    const std::string_view detail = step.detail;
    if (step.kind == value::OriginKind::function || step.kind == value::OriginKind::literal) return false;
    const bool input =
        detail.starts_with("var.") || detail.starts_with("local.") || detail.starts_with("each.");
    const std::size_t type = detail.rfind("aws_iam_");
    const bool resource = type == 0 || (type != std::string_view::npos && detail[type - 1] == '.');
    if (step.kind == value::OriginKind::reference && !input &&
        (detail.ends_with(".Arn") || (resource && detail.ends_with(".arn"))))
      return true;
  }
  return false;
}

/// Why a part of the text that is not known may still bring a wildcard; empty when none may: account ids,
/// partitions and Regions cannot, and neither can the ARN of a resource.
std::vector<value::Reason> reasons_for_wildcard(const value::Value& text) {
  if (text.is(value::Value::Kind::unknown)) return text.reasons();
  std::vector<value::Reason> reasons;
  if (!text.is(value::Value::Kind::string) || is_arn_of_identity(text)) return reasons;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole != nullptr && hole->kind == value::HoleKind::any) add_reasons(reasons, {*hole->reason});
  }
  return reasons;
}

/// "arn:aws:iam::${var.account}:root": what is not known stands where an account does. Which account it is
/// the rules about whole accounts ask, which is the likelier question.
bool leaves_account_open(const value::Value& text) {
  if (!text.is(value::Value::Kind::string) || text.pieces().size() < 3) return false;
  const auto pieces = text.pieces();
  const auto* behind = std::get_if<value::TextPiece>(&pieces.back());
  const auto* account = std::get_if<value::Hole>(&pieces[pieces.size() - 2]);
  const auto* before = std::get_if<value::TextPiece>(&pieces[pieces.size() - 3]);
  return behind != nullptr && account != nullptr && before != nullptr && behind->text == ":root" &&
         before->text.ends_with(":iam::");
}

std::string_view rule_about_account(const Grant& grant) {
  switch (grant.matter()) {
    case GrantMatter::resource:
      return "RP202";
    case GrantMatter::role:
      return "RP205";
    case GrantMatter::key_administration:
      return "RP206";
  }
  return {};
}

struct Place {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  const Principal& principal;
};

engine::Finding start(const engine::Rule& rule, const Place& place, policy::Answer answer) {
  engine::Finding finding =
      engine::make_finding(rule, *place.instance.resource, std::move(answer),
                           place_of_use(place.principal.text.value, place.principal.text.span));
  finding.origin = place.principal.text.value.origin();
  finding.identity = place.instance.path + "|" + statement_name(place.instance.document, place.statement) +
                     "|" + place.principal.text.value.to_display();
  return finding;
}

/// Whether the statement holds for callers of one organization only.
bool is_confined(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(), [](const auto& condition) {
    const std::string key = source::lower_case(condition.key);
    const std::string name = source::lower_case(condition.operator_name);
    return key == "aws:principalorgid" && (name == "stringequals" || name == "stringlike") &&
           std::none_of(condition.values.begin(), condition.values.end(), [](const auto& value) {
             return !value.text() || value.text()->find_first_of("*?") != std::string::npos;
           });
  });
}

/// The id of the organization as references of the same code write it; nullopt where none declares one.
std::optional<std::string> organization_id(const engine::Facts& facts, const Resource& resource) {
  for (const organization::Organization& organization : facts.organizations) {
    const Resource* declared = organization.resource;
    if (declared == nullptr || declared->unit != resource.unit || !is_certain(*declared)) continue;
    if (terraform_organization(organization) != nullptr && !resource.address.starts_with("module."))
      return "${" + declared->address + ".id}";
    if (declared->type == "AWS::Organizations::Organization")
      return "${" + declared->address.substr(declared->address.find('.') + 1) + ".Id}";
  }
  return std::nullopt;
}

/// "*" with a condition, where an Allow statement names every account in the one principal it has.
engine::Fix fix(const engine::Facts& facts, const Place& place) {
  engine::Fix fix{
      "name the accounts or roles; to mean every account of the organization, write \"*\" with a condition "
      "on aws:PrincipalOrgID",
      {}};
  const Statement& statement = place.instance.document.statements[place.statement];
  const std::string text = place.principal.text.text().value_or("");
  if (statement.effect != policy::Effect::allow || statement.principals.size() != 1 ||
      statement.not_principal || statement.principals_unknown || account_component(text) != "*" ||
      !text.ends_with(":root"))
    return fix;
  std::vector<engine::Edit> edits = replace_text(place.principal.text.value, "*");
  if (edits.empty()) return fix;
  if (!is_confined(statement)) {
    const std::optional<std::string> id = organization_id(facts, *place.instance.resource);
    const std::vector<engine::Edit> condition =
        id ? add_condition(statement, "StringEquals aws:PrincipalOrgID " + *id) : std::vector<engine::Edit>{};
    if (condition.empty()) return fix;
    edits.insert(edits.end(), condition.begin(), condition.end());
    fix.choice = "whether every account of the organization is meant";
  }
  fix.edits = std::move(edits);
  return fix;
}

void report_wildcard(const engine::Rule& rule, const engine::Facts& facts, const Place& place,
                     engine::Findings& findings) {
  engine::Finding finding = start(rule, place, violation());
  finding.message =
      "principal \"" + shown(place.principal.text.value) +
      "\" holds a wildcard inside: AWS allows * only as the whole principal, and services refuse "
      "the policy or read it as everyone, not as \"any root user\"";
  finding.fix = fix(facts, place);
  findings.push_back(std::move(finding));
}

/// One finding for all principals of a statement that are not known: they are one list to look at.
void report_unknown(const engine::Rule& rule, const std::vector<Place>& places, engine::Findings& findings) {
  if (places.empty()) return;
  // All that is not known of the principals: another rule that waits for it here is merged with this one.
  std::vector<value::Reason> reasons;
  std::vector<value::Reason> for_wildcard;
  for (const Place& place : places) {
    add_reasons(reasons, place.principal.text.value.reasons());
    add_reasons(for_wildcard, reasons_for_wildcard(place.principal.text.value));
  }
  engine::Finding finding = start(rule, places.front(), undecided(std::move(reasons)));
  const std::string subject = places.size() == 1
                                  ? "this principal holds"
                                  : std::to_string(places.size()) + " principals of this statement hold";
  finding.message = "whether " + subject + " a wildcard depends on " + depends_on(for_wildcard);
  if (std::all_of(places.begin(), places.end(),
                  [](const Place& place) { return leaves_account_open(place.principal.text.value); }))
    finding.yields_to = rule_about_account({places.front().instance, places.front().statement, 0});
  findings.push_back(std::move(finding));
}

void check_principals(const engine::Rule& rule, const engine::Facts& facts,
                      const engine::PolicyInstance& instance, std::size_t statement,
                      engine::Findings& findings) {
  std::vector<Place> unknown;
  for (const Principal& principal : instance.document.statements[statement].principals) {
    if (principal.type != policy::PrincipalType::aws) continue;
    const Place place{instance, statement, principal};
    if (principal.form == AwsPrincipalForm::partial_wildcard) {
      report_wildcard(rule, facts, place, findings);
    } else if (!reasons_for_wildcard(principal.text.value).empty()) {
      unknown.push_back(place);
    } else {
      engine::Finding finding = start(rule, place, safe("the principal holds no wildcard inside an ARN"));
      finding.message = "the principal holds no wildcard inside an ARN";
      findings.push_back(std::move(finding));
    }
  }
  report_unknown(rule, unknown, findings);
}

/// Resource policies, trust policies and delegation policies: wherever an ARN may stand as a principal.
bool has_principals(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::unknown:
    case PolicyKind::resource:
    case PolicyKind::trust:
    case PolicyKind::vpc_endpoint:
    case PolicyKind::delegation:
      return true;
    case PolicyKind::identity:
    case PolicyKind::service_control:
    case PolicyKind::resource_control:
    case PolicyKind::permissions_boundary:
    case PolicyKind::session:
      return false;
  }
  return false;
}

void report_missing(const engine::Rule& rule, const engine::PolicyInstance& instance,
                    const std::vector<value::Reason>& reasons, source::Span place,
                    const std::string& identity, engine::Findings& findings) {
  engine::Finding finding = engine::make_finding(rule, *instance.resource, undecided(reasons), place);
  finding.message = "whether a principal of this policy holds a wildcard depends on " + depends_on(reasons);
  finding.identity = instance.path + "|" + identity;
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp203;
const engine::Rule rp203{{
                             .id = "RP203",
                             .name = "wildcard-account-in-principal-arn",
                             .family = "root_principals",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "a principal ARN holds a wildcard",
                             .meaning = R"md(
Looks at every principal under `AWS`, or written as a text by itself, in Allow and Deny statements. AWS allows `*` there only as the whole text.

- **violation**: `arn:aws:iam::*:root`, `arn:aws:iam::111122223333:role/*`, or any other text with `*` or `?` inside.
- **safe**: no wildcard, or exactly `*` (which RP207 looks at).
- **undecided**: a part of the text is not known and may hold a wildcard. Account ids, partitions, Regions and ARNs of
  resources cannot.
)md",
                             .why = R"md(
The author of `arn:aws:iam::*:root` means "the root user of any account", or "any account of ours". It means neither: some services
refuse such a policy at deployment, others read it as everyone. In a Deny statement it protects from nobody.
)md",
                             .bad = R"md(
```yaml
Principal: {AWS: 'arn:aws:iam::*:root'}
```
```hcl
principals {
  type        = "AWS"
  identifiers = ["arn:aws:iam::*:root"]
}
```
)md",
                             .good = R"md(
```yaml
Principal: '*'
Condition:
  StringEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}
```
```hcl
principals {
  type        = "AWS"
  identifiers = ["*"]
}
condition {
  test     = "StringEquals"
  variable = "aws:PrincipalOrgID"
  values   = ["o-a1b2c3d4e5"]
}
```
)md",
                             .fix = R"md(
Name the accounts or roles one by one. To mean every account of your organization, write `"*"` and a condition on
`aws:PrincipalOrgID`. To mean roles by pattern, write the account and a condition `ArnLike` on `aws:PrincipalArn`: there, wildcards work.

`rootproof fix` writes `"*"` for `arn:aws:iam::*:root` where a condition of the statement names the organization already. Where the organization is declared beside the policy, reports offer `"*"` with a condition on its
id; whether every account of it is meant is yours to choose.
)md",
                             .mappings = "CIS AWS 7.0 2.21, Security Hub S3.2 S3.3",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!has_principals(instance.document.kind)) continue;
    // Lists of principals are no policies: whoever reads them takes no pattern for one.
    if (engine::listed_principals(*instance.resource) != engine::ListedPrincipals::none) continue;
    const policy::PolicyDocument& document = instance.document;
    if (!document.unknowns.empty() && instance.document.kind != PolicyKind::unknown) {
      report_missing(rp203, instance, document.unknowns, document.span, "document", findings);
    }
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& statement = document.statements[i];
      check_principals(rp203, facts, instance, i, findings);
      const bool wildcard =
          std::any_of(statement.principals.begin(), statement.principals.end(),
                      [](const Principal& each) { return each.form == AwsPrincipalForm::partial_wildcard; });
      if (statement.principals_unknown && !wildcard) {
        report_missing(rp203, instance, statement.unknowns, principals_place(statement),
                       statement_name(document, i), findings);
      }
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
