#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/truth.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// What GuardDuty reports when the root user calls an API (GuardDuty User Guide, "IAM finding types").
constexpr std::string_view kRootFinding = "Policy:IAMUser/RootCredentialUsage";
/// Its severity is "Low", which findings carry as this number (same guide, "Severity levels").
constexpr double kRootSeverity = 2;

/// Attributes of other findings: this one is about an access key and an API call.
constexpr std::string_view kForeignFields[] = {
    "resource.containerDetails",
    "resource.ecsClusterDetails",
    "resource.eksClusterDetails",
    "resource.instanceDetails",
    "resource.kubernetesDetails",
    "resource.lambdaDetails",
    "resource.rdsDbInstanceDetails",
    "resource.rdsDbUserDetails",
    "resource.s3BucketDetails",
    "service.action.dnsRequestAction",
    "service.action.kubernetesApiCallAction",
    "service.action.networkConnectionAction",
    "service.action.portProbeAction",
    "service.action.rdsLoginAttemptAction",
    "service.ebsVolumeScanDetails",
    "service.runtimeDetails",
};

/// "not_equals", "NotEquals" and "Neq" are one operator.
enum class Comparison : std::uint8_t { equals, not_equals, greater, at_least, less, at_most, other };

Comparison comparison(std::string_view name) {
  std::string plain = lower_case(name);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  if (plain == "equals" || plain == "eq") return Comparison::equals;
  if (plain == "notequals" || plain == "neq") return Comparison::not_equals;
  if (plain == "greaterthan" || plain == "gt") return Comparison::greater;
  if (plain == "greaterthanorequal" || plain == "gte") return Comparison::at_least;
  if (plain == "lessthan" || plain == "lt") return Comparison::less;
  if (plain == "lessthanorequal" || plain == "lte") return Comparison::at_most;
  return Comparison::other;
}

/// What a filter's criteria say of the finding. All of them must hold for it to be archived.
struct Criteria {
  Truth hold = Truth::yes;
  bool names_finding = false;       ///< one of them asks for its type
  std::vector<std::string> narrow;  ///< fields that differ from one such finding to the next
  std::vector<value::Reason> reasons;

  void also(Truth truth, const Value& value) {
    hold = policy::both(hold, truth);
    if (truth == Truth::unknown) add_reasons(reasons, value.reasons());
  }
};

/// Whether one text of a list is `wanted`, ends included that are not known.
Truth has_text(const Value& list, std::string_view wanted) {
  Truth found = Truth::no;
  for (const PossibleText& item : possible_texts(list)) {
    Truth equal = Truth::no;
    if (item.text)
      equal = policy::to_truth(*item.text == wanted);
    else if (may_equal(*item.value, lower_case(wanted)))
      equal = Truth::unknown;
    if (equal == Truth::yes && !item.guard.always()) equal = Truth::unknown;
    found = policy::either(found, equal);
  }
  return found;
}

Truth severity_is(Comparison how, const Value& bound) {
  Truth any = Truth::no;
  for (const PossibleText& item : possible_texts(bound)) {
    const std::optional<double> limit = item.text ? number_of(*item.text) : std::nullopt;
    Truth holds = Truth::unknown;
    if (limit && item.guard.always()) {
      switch (how) {
        case Comparison::equals:
        case Comparison::not_equals:
          holds = policy::to_truth(kRootSeverity == *limit);
          break;
        case Comparison::greater:
          holds = policy::to_truth(kRootSeverity > *limit);
          break;
        case Comparison::at_least:
          holds = policy::to_truth(kRootSeverity >= *limit);
          break;
        case Comparison::less:
          holds = policy::to_truth(kRootSeverity < *limit);
          break;
        case Comparison::at_most:
          holds = policy::to_truth(kRootSeverity <= *limit);
          break;
        case Comparison::other:
          break;
      }
    }
    any = policy::either(any, holds);
  }
  return how == Comparison::not_equals ? !any : any;
}

/// The text that a field has in every root finding; nullopt for fields that vary.
std::optional<std::string_view> fixed_text(std::string_view field) {
  if (field == "type") return kRootFinding;
  if (field == "resource.resourceType") return "AccessKey";
  if (field == "resource.accessKeyDetails.userType") return "Root";
  if (field == "service.archived") return "false";
  return std::nullopt;
}

bool is_foreign(std::string_view field) {
  return std::any_of(std::begin(kForeignFields), std::end(kForeignFields),
                     [&](std::string_view foreign) { return field.starts_with(foreign); });
}

void weigh(const std::string& field, std::string_view operator_name, const Value& value, Criteria& criteria) {
  const Comparison how = comparison(operator_name);
  const std::optional<std::string_view> text = fixed_text(field);
  if (field == "severity" && how != Comparison::other) return criteria.also(severity_is(how, value), value);
  if (text && how == Comparison::equals) {
    const Truth holds = has_text(value, *text);
    criteria.names_finding |= field == "type" && holds != Truth::no;
    return criteria.also(holds, value);
  }
  if (text && how == Comparison::not_equals) return criteria.also(!has_text(value, *text), value);
  if (text || field == "severity") {
    criteria.hold = policy::both(criteria.hold, Truth::unknown);
    criteria.reasons.push_back(
        {value::ReasonKind::unsupported_operator, std::string(operator_name), value.origin().span()});
    return;
  }
  if (how == Comparison::equals && is_foreign(field)) return criteria.also(Truth::no, value);
  criteria.narrow.push_back(field);
}

/// Members of one criterion besides `field` are operators with their values.
void weigh_operators(const std::string& field, const Value& criterion, Criteria& criteria) {
  if (!criterion.is(Value::Kind::map)) return criteria.also(Truth::unknown, criterion);
  for (const value::Member& member : criterion.members()) {
    if (member.key == "field" || member.value.is(Value::Kind::null) || member.value.is(Value::Kind::absent))
      continue;
    if (member.value.is(Value::Kind::list) && member.value.items().empty()) continue;
    weigh(field, member.key, member.value, criteria);
  }
}

/// Terraform: a block per criterion, with its field. CloudFormation: a map by field.
Criteria read_criteria(const Resource& resource) {
  const bool blocks = resource.type == "aws_guardduty_filter";
  const std::string_view path =
      resource.type == "AWS::GuardDuty::Filter" ? "FindingCriteria.Criterion" : "finding_criteria.criterion";
  Criteria criteria;
  for (const NestedValue& found : values_at(resource.properties, path)) {
    if (!found.guard.always()) {
      criteria.also(Truth::unknown, found.value);
      for (const value::GuardTerm& term : found.guard.terms)
        add_reasons(criteria.reasons, {{value::ReasonKind::unknown_variable, term.condition, term.span}});
      continue;
    }
    if (!blocks && found.value.is(Value::Kind::map)) {
      for (const value::Member& member : found.value.members())
        weigh_operators(member.key, member.value, criteria);
      continue;
    }
    const std::vector<Value> items =
        found.value.is(Value::Kind::list)
            ? std::vector<Value>(found.value.items().begin(), found.value.items().end())
            : std::vector<Value>{found.value};
    for (const Value& item : items) {
      const Value* field = item.find("field");
      const std::optional<std::string> name = field == nullptr ? std::nullopt : field->as_text();
      if (name)
        weigh_operators(*name, item, criteria);
      else
        criteria.also(Truth::unknown, field == nullptr ? item : *field);
    }
  }
  return criteria;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

engine::Finding start(const Resource& resource, const Value& action, policy::Answer answer);

void judge(const Resource& resource, const PossibleText& action, const Criteria& criteria,
           engine::Findings& findings) {
  if (action.text && *action.text != "ARCHIVE") {
    engine::Finding finding = start(resource, *action.value, safe("the action is " + *action.text));
    finding.message = resource.address + " archives nothing";
    findings.push_back(std::move(finding));
    return;
  }
  if (criteria.hold == Truth::no) {
    engine::Finding finding =
        start(resource, *action.value, safe("a criterion does not hold for " + std::string(kRootFinding)));
    finding.message = resource.address + " archives no findings about use of the root user";
    findings.push_back(std::move(finding));
    return;
  }
  // Somebody who archives what comes from one address did not mean root, and hides little of it.
  if (!criteria.names_finding && !criteria.narrow.empty()) return;
  if (criteria.hold == Truth::unknown || !action.text) {
    std::vector<value::Reason> reasons = criteria.reasons;
    if (!action.text) add_reasons(reasons, action.value->reasons());
    engine::Finding finding = start(resource, *action.value, undecided(reasons));
    finding.message = "whether " + resource.address +
                      " archives findings about use of the root user depends on " + depends_on(reasons);
    findings.push_back(std::move(finding));
    return;
  }
  engine::Finding finding = start(resource, *action.value, violation());
  finding.message = resource.address + " archives the finding " + std::string(kRootFinding) +
                    under(finding, action.guard & resource.guard) +
                    (criteria.names_finding ? "" : ", which its criteria do not leave out") +
                    ": GuardDuty reports use of the root user, and nobody sees it";
  if (!criteria.narrow.empty()) {
    finding.severity = engine::Severity::medium;
    finding.message +=
        " where " + joined(criteria.narrow) + (criteria.narrow.size() == 1 ? " is" : " are") + " as written";
  }
  finding.fix =
      engine::Fix{criteria.names_finding
                      ? "remove " + std::string(kRootFinding) + " from the filter, or set the action to NOOP"
                      : "name the types that are to be archived, or leave this one out: type not equal to " +
                            std::string(kRootFinding),
                  {}};
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    const bool neutral = resource.type == "aws_guardduty_filter" || resource.type == "awscc_guardduty_filter";
    if (!neutral && resource.type != "AWS::GuardDuty::Filter") continue;
    const Criteria criteria = read_criteria(resource);
    for (const NestedValue& found : values_at(resource.properties, neutral ? "action" : "Action"))
      for (PossibleText& action : possible_texts(found.value)) {
        action.guard = action.guard & found.guard;
        judge(resource, action, criteria, findings);
      }
  }
}

}  // namespace

extern const engine::Rule rp606;
const engine::Rule rp606{
    {
        .id = "RP606",
        .name = "guardduty-root-finding-suppressed",
        .family = "monitoring",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a GuardDuty filter archives findings about use of the root user",
        .meaning = R"md(
Asks of each GuardDuty filter whether its criteria hold for the finding `Policy:IAMUser/RootCredentialUsage`: its type, its severity (2, low), its resource type, the type of its user.

- **violation**: the action is `ARCHIVE`, and they hold: the filter names the type, or archives every finding of low severity, or everything. Where further criteria narrow a
  filter that names the type, the severity is *medium*.
- **safe**: the action is another one, or a criterion never holds for that finding.
- **undecided**: the action, a type or a bound is not known, or an operator is not one of equals, not equals, greater and less.
- Silent where a filter that does not name the type is narrowed by something else, an address or an account.
)md",
        .why = R"md(
GuardDuty tells of every use of root credentials without anything to set up. An archived finding goes to no console, no Security Hub and no EventBridge rule.
)md",
        .bad = R"md(
```yaml
Quiet:
  Type: AWS::GuardDuty::Filter
  Properties:
    Name: quiet
    Action: ARCHIVE
    FindingCriteria: {Criterion: {type: {Equals: ['Policy:IAMUser/RootCredentialUsage']}}}
```
```hcl
resource "aws_guardduty_filter" "bad" {
  name        = "low-severity"
  detector_id = aws_guardduty_detector.main.id
  action      = "ARCHIVE"
  rank        = 1
  finding_criteria {
    criterion {
      field     = "severity"
      less_than = "4"
    }
  }
}
```
)md",
        .good = R"md(
```yaml
Quiet:
  Type: AWS::GuardDuty::Filter
  Properties:
    Name: quiet
    Action: ARCHIVE
    FindingCriteria: {Criterion: {type: {Equals: ['Recon:EC2/PortProbeUnprotectedPort']}}}
```
```hcl
resource "aws_guardduty_filter" "good" {
  name        = "low-severity"
  detector_id = aws_guardduty_detector.main.id
  action      = "ARCHIVE"
  rank        = 1
  finding_criteria {
    criterion {
      field     = "severity"
      less_than = "4"
    }
    criterion {
      field      = "type"
      not_equals = ["Policy:IAMUser/RootCredentialUsage"]
    }
  }
}
```
)md",
        .fix = R"md(
Take `Policy:IAMUser/RootCredentialUsage` out of the filter, or exclude it with a criterion on `type`. Where a root user must work now and then, answer each finding instead.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& action, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp606, resource, std::move(answer), place_of(action));
  finding.origin = action.origin();
  finding.identity = "action=" + action.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
