#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/root_alarm.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// What keeps the actions of an alarm on a root metric from telling somebody.
class Actions {
 public:
  Actions(const engine::Facts& facts, const NamedResources& named, const Resource& resource,
          const AlarmNames& names)
      : facts_(facts), named_(named), resource_(resource), names_(names) {
    judge();
  }

  std::vector<AlarmTrouble> troubles;
  std::vector<value::Reason> reasons;

 private:
  void judge() {
    for (const Setting& enabled : known_settings(resource_.properties, names_.enabled, "true", reasons))
      if (lower_case(*enabled.text) == "false")
        troubles.push_back({"its actions are switched off",
                            enabled.value == nullptr ? std::nullopt : std::optional<Value>(*enabled.value),
                            enabled.guard, "enable the actions", replace_setting(enabled, "true")});
    const std::vector<NestedValue> lists = values_at(resource_.properties, names_.actions);
    std::vector<value::Reason> doubts;
    std::vector<PossibleText> told;
    std::vector<std::pair<PossibleText, Value>> nobody;  // and where it is listed
    for (const NestedValue& list : lists) {
      const std::vector<PossibleText> actions = possible_texts(list.value);
      const bool open = list.value.is(Value::Kind::unknown);
      if (open && actions.size() == 1) add_reasons(reasons, list.value.reasons());
      if (actions.empty()) no_action(list.value, list.guard);
      for (PossibleText action : actions) {
        action.guard = list.guard & action.guard;
        add_reasons(doubts, doubts_about(resource_, action.guard));
        const Resource* target = named_.mentioned(resource_, *action.value);
        if (tells_nobody(action) || (target != nullptr && tells_nobody(*target)))
          nobody.emplace_back(std::move(action), list.value);
        else
          told.push_back(std::move(action));
      }
    }
    for (const auto& [action, list] : nobody) tells_none(action, list, told);
    if (lists.empty()) no_action(std::nullopt, {});
    const bool surely = std::any_of(told.begin(), told.end(), [&](const PossibleText& action) {
      return resource_.guard.implies(action.guard);
    });
    if (!surely) add_reasons(reasons, doubts);
  }

  /// A composite alarm may act in its place.
  void no_action(const std::optional<Value>& list, const value::Guard& guard) {
    for (const Resource& composite : facts_.resources) {
      if (composite.unit != resource_.unit || !acts_for(composite)) continue;
      return add_reasons(reasons, {{value::ReasonKind::unsupported_operator,
                                    "the composite alarm " + composite.address, composite.span}});
    }
    troubles.push_back({"it has no action", list, guard, "notify a topic that people read"});
  }

  [[nodiscard]] bool acts_for(const Resource& composite) const {
    const bool is_composite = composite.type == "AWS::CloudWatch::CompositeAlarm" ||
                              composite.type == "aws_cloudwatch_composite_alarm" ||
                              composite.type == "awscc_cloudwatch_composite_alarm";
    const auto property = [](const Resource& of, const char* cloudformation, const char* terraform) {
      const Value* found = of.properties.find(cloudformation);
      return found == nullptr ? of.properties.find(terraform) : found;
    };
    const Value* rule = is_composite ? property(composite, "AlarmRule", "alarm_rule") : nullptr;
    const Value* name = property(resource_, "AlarmName", "alarm_name");
    if (rule == nullptr) return false;
    const std::optional<std::string> text = rule->as_text();
    const std::optional<std::string> own = name == nullptr ? std::nullopt : name->as_text();
    return !text || (own && text->find(*own) != std::string::npos);
  }

  /// What is no ARN or tells nobody, beside nothing that does.
  void tells_none(const PossibleText& action, const Value& list, const std::vector<PossibleText>& told) {
    const bool beside = std::any_of(told.begin(), told.end(), [&](const PossibleText& other) {
      return !(action.guard & other.guard).impossible();
    });
    if (beside || (action.guard & resource_.guard).impossible()) return;
    const Resource* target = named_.mentioned(resource_, *action.value);
    const bool arn = action.text && action.text->starts_with("arn:");
    const std::string what = target != nullptr ? target->address : "\"" + action.text.value_or("") + "\"";
    troubles.push_back({"its action " + what +
                            (target != nullptr || arn ? " tells nobody" : " is no ARN, so it tells nobody"),
                        list, action.guard, "notify a topic that people read, by its ARN"});
  }

  const engine::Facts& facts_;
  const NamedResources& named_;
  const Resource& resource_;
  const AlarmNames& names_;
};

AlarmVerdict verdict_on(const Actions& actions, const Resource& resource, const AlarmNames& names,
                        const RootMetric& metric) {
  AlarmVerdict verdict = raised_by_one_event(resource, names, metric);
  verdict.troubles.insert(verdict.troubles.begin(), actions.troubles.begin(), actions.troubles.end());
  add_reasons(verdict.reasons, actions.reasons);
  return verdict;
}

engine::Finding start(const Resource& alarm, const RootMetric& metric, const std::optional<Value>& at,
                      policy::Answer answer);

void judge(const Resource& resource, const RootMetric& metric, const AlarmVerdict& alarm,
           engine::Findings& findings) {
  if (alarm.troubles.empty()) {
    if (metric.sight.finds_nothing()) return;  // RP602: there is no event to tell of
    policy::Answer answer =
        alarm.reasons.empty() ? safe("one event raises it, and it has an action") : undecided(alarm.reasons);
    if (alarm.reasons.empty())
      answer.proof.insert(answer.proof.end(), alarm.premises.begin(), alarm.premises.end());
    engine::Finding finding = start(resource, metric, std::nullopt, std::move(answer));
    finding.message = alarm.reasons.empty()
                          ? resource.address + " tells of one event of the root user"
                          : "whether " + resource.address + " tells of use of the root user depends on " +
                                depends_on(alarm.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  const AlarmTrouble& first = alarm.troubles.front();
  engine::Finding finding = start(resource, metric, first.value, violation());
  finding.message = resource.address + " does not tell of use of the root user: ";
  for (const AlarmTrouble& trouble : alarm.troubles)
    finding.message += (&trouble == &first ? "" : "; ") + trouble.what + under(trouble.guard);
  finding.fix = engine::Fix{first.fix, {}};
  const bool certain = std::all_of(
      alarm.troubles.begin(), alarm.troubles.end(),
      [](const AlarmTrouble& trouble) { return trouble.guard.always() && !trouble.edits.empty(); });
  for (const AlarmTrouble& trouble : alarm.troubles) {
    if (!certain) break;
    if (&trouble != &first) finding.fix->description += "; " + trouble.fix;
    finding.fix->edits.insert(finding.fix->edits.end(), trouble.edits.begin(), trouble.edits.end());
  }
  findings.push_back(std::move(finding));
}

/// An alarm that reads the name of a root metric in another namespace, where nothing writes it.
void report_mismatch(const Resource& resource, const RootMetric& metric, const Value& name_space,
                     bool only_one, engine::Findings& findings) {
  engine::Finding finding = start(resource, metric, name_space, violation());
  finding.message = resource.address + " reads the metric " + shown(metric.name) + " in the namespace " +
                    shown(name_space) + ", but " + metric.filter->address + " counts in " +
                    shown(metric.name_space) + ": the alarm never has data";
  const std::optional<std::string> right = metric.name_space.as_text();
  finding.fix =
      engine::Fix{"read the namespace " + shown(metric.name_space),
                  only_one && right ? replace_text(name_space, *right) : std::vector<engine::Edit>()};
  findings.push_back(std::move(finding));
}

/// An alarm that reads the metric of the name with other dimensions, or in another Region.
void report_apart(const Resource& resource, const RootMetric& metric, const MetricReading& reading,
                  engine::Findings& findings) {
  const bool apart = reading.truth == Truth::no;
  engine::Finding finding =
      start(resource, metric, std::nullopt, apart ? violation() : undecided(reading.reasons));
  finding.message = apart ? resource.address + " reads the metric " + shown(metric.name) + " of " +
                                metric.filter->address + " " + reading.differs + ": the alarm never has data"
                          : "whether " + resource.address + " reads what " + metric.filter->address +
                                " counts depends on " + depends_on(reading.reasons);
  if (apart) finding.fix = engine::Fix{"read the metric as the filter writes it, where it writes it", {}};
  findings.push_back(std::move(finding));
}

void check_alarm(const engine::Facts& facts, const NamedResources& named, const Resource& resource,
                 const AlarmNames& names, const std::vector<RootMetric>& metrics,
                 engine::Findings& findings) {
  const Value* name = resource.properties.find(names.metric);
  const Value* space = resource.properties.find(names.name_space);
  if (name == nullptr || space == nullptr) return;
  const Value read = metric_name(*name, metrics, resource);
  const RootMetric* other = nullptr;
  std::optional<std::pair<const RootMetric*, MetricReading>> apart;
  bool may_read_another = false;
  bool only_one = true;
  for (const RootMetric& metric : metrics) {
    if (metric.filter->unit != resource.unit ||
        same_name({read, resource}, {metric.name, *metric.filter}) != Truth::yes)
      continue;
    const Truth in = same_name({*space, resource}, {metric.name_space, *metric.filter});
    if (in == Truth::yes) {
      MetricReading reading = reading_of(resource, names, resource.properties, metric);
      if (reading.truth == Truth::yes)
        return judge(resource, metric,
                     verdict_on(Actions(facts, named, resource, names), resource, names, metric), findings);
      if (!apart || apart->second.truth < reading.truth) apart.emplace(&metric, std::move(reading));
    }
    may_read_another = may_read_another || in == Truth::unknown;
    only_one = other == nullptr || shown(other->name_space) == shown(metric.name_space);
    other = &metric;
  }
  if (apart) {
    if (!may_read_another) report_apart(resource, *apart->first, apart->second, findings);
    return;
  }
  // The namespaces of AWS services have metrics of their own.
  if (other != nullptr && !may_read_another && !shown(*space).starts_with("AWS/"))
    report_mismatch(resource, *other, *space, only_one, findings);
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::vector<RootMetric> metrics = root_metrics(facts);
  if (metrics.empty()) return;
  const NamedResources named(facts);
  for (const Resource& resource : facts.resources)
    for (const AlarmNames& names : alarm_names())
      if (resource.type == names.type) check_alarm(facts, named, resource, names, metrics, findings);
}

}  // namespace

extern const engine::Rule rp603;
const engine::Rule rp603{
    {
        .id = "RP603",
        .name = "root-alarm-cannot-fire",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "an alarm on use of the root user that one use does not raise, or that tells nobody",
        .meaning = R"md(
Looks at alarms on the metric of a metric filter that asks for root (RP602), and asks whether one event, which is one data point of the value that the filter says, raises the alarm and starts an action.

- **violation**: the threshold is above what the filter counts for one event; more than one period must have events; the average or minimum is taken while other events count as a default
  value; the alarm is in ALARM without any event, by the default value or by missing data that count as breaching, or stays in it because missing data are ignored: no event starts its
  actions then; actions are switched off, missing, no ARN (`"true"`) or such as tell nobody (they scale, or are a role); or the alarm never has data: it reads the metric's name in another namespace, with other dimensions, in another
  Region or account, or in another unit than the filter writes.
- **safe**: one event raises it, and it has an action.
- **undecided**: one of these is not known, its actions hang on a condition, the filter takes the value from a field of the event, alarm and filter share a dimension whose value not every
  event has, the Regions of their providers are not known to be one, a composite alarm may act in its place, or the comparison or statistic is another one (anomaly detection, percentiles).
- Silent on alarms whose metric is not known, on metric math, and where nothing is wrong but the filter, which finds nothing (RP602). Whether anybody has subscribed to the topic is not looked at.
)md",
        .why = R"md(
The root user is used once, not five times in a row. An alarm that waits for more, or is muted, is a green light beside an open door.

CloudWatch starts actions when an alarm changes into the state ALARM. One that is always in it tells nobody, and one on a metric that does not exist stays in INSUFFICIENT_DATA without
complaint: dimensions are part of what a metric is, metrics belong to one Region, and a unit selects the data of that unit.
)md",
        .bad = R"md(
```yaml
Filter:
  Type: AWS::Logs::MetricFilter
  Properties:
    LogGroupName: !Ref TrailLogs
    FilterPattern: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
    MetricTransformations: [{MetricName: root, MetricNamespace: security, MetricValue: '1'}]
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    MetricName: root
    Namespace: security
    Statistic: Sum
    Period: 300
    EvaluationPeriods: 1
    ComparisonOperator: GreaterThanThreshold
    Threshold: 5
```
```hcl
# on the metric of a filter aws_cloudwatch_log_metric_filter.root that asks for root
resource "aws_cloudwatch_metric_alarm" "bad" {
  alarm_name          = "root"
  metric_name         = aws_cloudwatch_log_metric_filter.root.metric_transformation[0].name
  namespace           = "security"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  actions_enabled     = false
  alarm_actions       = [aws_sns_topic.security.arn]
}
```
)md",
        .good = R"md(
```yaml
# beside the filter above
Alarm:
  Type: AWS::CloudWatch::Alarm
  Properties:
    MetricName: root
    Namespace: security
    Statistic: Sum
    Period: 300
    EvaluationPeriods: 1
    ComparisonOperator: GreaterThanOrEqualToThreshold
    Threshold: 1
    AlarmActions: [!Ref SecurityTopic]
```
```hcl
resource "aws_cloudwatch_metric_alarm" "good" {
  alarm_name          = "root"
  metric_name         = aws_cloudwatch_log_metric_filter.root.metric_transformation[0].name
  namespace           = "security"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}
```
)md",
        .fix = R"md(
Sum, GreaterThanOrEqualToThreshold 1, one period, with an action that reaches people.

`rootproof fix` writes these where they stand as literals in the alarm, and the namespace of the filter. An action somebody has to choose.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const Resource& alarm, const RootMetric& metric, const std::optional<Value>& at,
                      policy::Answer answer) {
  const source::Span place = at ? place_of(*at) : source::Span{};
  engine::Finding finding =
      engine::make_finding(rp603, alarm, std::move(answer), place.empty() ? alarm.span : place);
  if (at) finding.origin = at->origin();
  finding.related.push_back({metric.filter->span, "counts events of the root user"});
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
