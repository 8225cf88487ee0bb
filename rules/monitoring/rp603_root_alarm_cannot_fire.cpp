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
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

struct Trouble {
  std::string what;
  std::optional<Value> value;
  value::Guard guard;
  std::string fix;
  std::vector<engine::Edit> edits = {};  ///< none where somebody has to choose
};

std::vector<engine::Edit> replace_setting(const Setting& setting, const std::string& text) {
  if (setting.value == nullptr || setting.text == text) return {};
  return replace_text(*setting.value, text);
}

/// What keeps an alarm on a root metric from telling somebody of one event.
class Alarm {
 public:
  Alarm(const Resource& resource, const AlarmNames& names, const RootMetric& metric)
      : resource_(resource), names_(names), metric_(metric) {
    actions();
    threshold();
    datapoints();
    statistic();
    dimensions();
    counted();
  }

  std::vector<Trouble> troubles;
  std::vector<value::Reason> reasons;

 private:
  std::vector<Setting> ways(std::string_view name, std::string_view by_default) {
    std::vector<Setting> known;
    for (Setting& setting : settings(resource_.properties, name, by_default)) {
      if (setting.text)
        known.push_back(std::move(setting));
      else
        add_reasons(reasons, setting.value->reasons());
    }
    return known;
  }

  void trouble(std::string what, const Setting& setting, value::Guard guard, std::string fix,
               std::vector<engine::Edit> edits) {
    troubles.push_back({std::move(what),
                        setting.value == nullptr ? std::nullopt : std::optional<Value>(*setting.value),
                        std::move(guard), std::move(fix), std::move(edits)});
  }

  /// One event reaches the threshold then; nothing where one of the two is not written here.
  static std::vector<engine::Edit> reach(const Setting& comparison, const Setting& threshold) {
    std::vector<engine::Edit> edits = replace_setting(comparison, "GreaterThanOrEqualToThreshold");
    const bool has_edit = !edits.empty();
    if (!has_edit && comparison.text != "GreaterThanOrEqualToThreshold") return {};
    if (number_of(*threshold.text) == 1) return edits;
    std::vector<engine::Edit> more = replace_setting(threshold, "1");
    if (more.empty()) return {};
    edits.insert(edits.end(), more.begin(), more.end());
    return edits;
  }

  void unsupported(const Setting& setting) {
    const std::string what =
        setting.text->empty() ? "a comparison or statistic of another kind" : *setting.text;
    add_reasons(reasons, {{value::ReasonKind::unsupported_operator, what,
                           setting.value == nullptr ? resource_.span : setting.value->origin().span()}});
  }

  void actions() {
    for (const Setting& enabled : ways(names_.enabled, "true"))
      if (lower_case(*enabled.text) == "false")
        trouble("its actions are switched off", enabled, enabled.guard, "enable the actions",
                replace_setting(enabled, "true"));
    const std::vector<NestedValue> lists = values_at(resource_.properties, names_.actions);
    std::vector<value::Reason> doubts;
    std::vector<PossibleText> told;
    std::vector<std::pair<PossibleText, Value>> nobody;  // and where it is listed
    for (const NestedValue& list : lists) {
      const std::vector<PossibleText> actions = possible_texts(list.value);
      const bool open = list.value.is(Value::Kind::unknown);
      if (open && actions.size() == 1) add_reasons(reasons, list.value.reasons());
      if (actions.empty())
        troubles.push_back({"it has no action", list.value, list.guard, "notify a topic that people read"});
      for (PossibleText action : actions) {
        action.guard = list.guard & action.guard;
        add_reasons(doubts, doubts_about(resource_, action.guard));
        if (tells_nobody(action))
          nobody.emplace_back(std::move(action), list.value);
        else
          told.push_back(std::move(action));
      }
    }
    for (const auto& [action, list] : nobody) no_arn(action, list, told);
    if (lists.empty())
      troubles.push_back({"it has no action", std::nullopt, {}, "notify a topic that people read"});
    const bool surely = std::any_of(told.begin(), told.end(), [&](const PossibleText& action) {
      return resource_.guard.implies(action.guard);
    });
    if (!surely) add_reasons(reasons, doubts);
  }

  /// What is no ARN, beside nothing that is one.
  void no_arn(const PossibleText& action, const Value& list, const std::vector<PossibleText>& told) {
    const bool beside = std::any_of(told.begin(), told.end(), [&](const PossibleText& other) {
      return !(action.guard & other.guard).impossible();
    });
    if (beside || (action.guard & resource_.guard).impossible()) return;
    troubles.push_back({"its action \"" + *action.text + "\" is no ARN, so it tells nobody", list,
                        action.guard, "notify a topic that people read, by its ARN"});
  }

  /// One event makes one data point of the value 1.
  void threshold() {
    for (const Setting& comparison : ways(names_.comparison, ""))
      for (const Setting& threshold : ways(names_.threshold, "")) {
        const std::optional<double> bound = number_of(*threshold.text);
        const value::Guard guard = comparison.guard & threshold.guard;
        const bool greater = *comparison.text == "GreaterThanThreshold";
        if (guard.impossible()) continue;
        if (comparison.text->starts_with("LessThan")) {
          trouble("it compares with " + *comparison.text + ", which use of the root user ends", comparison,
                  guard, "compare with GreaterThanOrEqualToThreshold", reach(comparison, threshold));
        } else if (!bound || (!greater && *comparison.text != "GreaterThanOrEqualToThreshold")) {
          unsupported(bound ? comparison : threshold);
        } else if (greater ? 1 <= *bound : 1 < *bound) {
          trouble("one event does not reach its threshold (" + *comparison.text + " " + *threshold.text + ")",
                  threshold, guard, "compare with GreaterThanOrEqualToThreshold and the threshold 1",
                  reach(comparison, threshold));
        }
      }
  }

  void datapoints() {
    for (const Setting& periods : ways(names_.periods, "1"))
      for (const Setting& wanted : ways(names_.datapoints, *periods.text)) {
        const std::optional<double> count = number_of(*wanted.text);
        const value::Guard guard = periods.guard & wanted.guard;
        if (guard.impossible()) continue;
        if (!count)
          unsupported(wanted);
        else if (*count > 1)
          trouble("it waits for " + *wanted.text + " periods with such events",
                  wanted.value == nullptr ? periods : wanted, guard, "let one data point raise the alarm",
                  replace_setting(wanted.value == nullptr ? periods : wanted, "1"));
      }
  }

  void statistic() {
    for (const Setting& statistic : ways(names_.statistic, "")) {
      const std::string& text = *statistic.text;
      if (text == "Sum" || text == "Maximum" || text == "SampleCount") continue;
      const bool diluted = text == "Average" || text == "Minimum";
      if (!diluted)
        unsupported(statistic);
      else if (metric_.counts_others)
        trouble(
            "its statistic is " + text + ", and all other events count as the default value of the metric",
            statistic, statistic.guard, "use the statistic Sum", replace_setting(statistic, "Sum"));
    }
  }

  /// What a list or map of dimensions holds: something, nothing, or what is not known.
  static policy::Truth has_some(const Value* dimensions) {
    if (!value::is_given(dimensions)) return policy::Truth::no;
    if (dimensions->is(Value::Kind::list)) return policy::to_truth(!dimensions->items().empty());
    if (dimensions->is(Value::Kind::map)) return policy::to_truth(!dimensions->members().empty());
    return policy::Truth::unknown;
  }

  /// "A dimension is a name/value pair that is part of the identity of a metric" (CloudWatch User Guide).
  void dimensions() {
    const Value* own = resource_.properties.find(names_.dimensions);
    const policy::Truth of_alarm = has_some(own);
    const policy::Truth of_filter = has_some(&metric_.dimensions);
    if (of_alarm == of_filter && of_alarm != policy::Truth::unknown) return;
    if (of_alarm == policy::Truth::unknown || of_filter == policy::Truth::unknown) {
      if (of_alarm == policy::Truth::unknown) add_reasons(reasons, own->reasons());
      if (of_filter == policy::Truth::unknown) add_reasons(reasons, metric_.dimensions.reasons());
      return;
    }
    if (of_alarm == policy::Truth::yes)
      troubles.push_back({"it reads a metric with dimensions, and the filter writes one without",
                          *own,
                          {},
                          "leave the dimensions out"});
    else
      troubles.push_back({"the filter writes a metric with dimensions, and it reads one without",
                          std::nullopt,
                          {},
                          "leave the dimensions of the filter out"});
  }

  void counted() {
    const std::optional<std::string> text = metric_.counted.as_text();
    const std::optional<double> number = text ? number_of(*text) : std::nullopt;
    if (number && *number <= 0)
      troubles.push_back(
          {"the filter counts " + *text + " for an event", std::nullopt, {}, "count 1 for an event"});
  }

  const Resource& resource_;
  const AlarmNames& names_;
  const RootMetric& metric_;
};

engine::Finding start(const Resource& alarm, const RootMetric& metric, const std::optional<Value>& at,
                      policy::Answer answer);

void judge(const Resource& resource, const RootMetric& metric, const Alarm& alarm,
           engine::Findings& findings) {
  if (alarm.troubles.empty()) {
    engine::Finding finding = start(
        resource, metric, std::nullopt,
        alarm.reasons.empty() ? safe("one event raises it, and it has an action") : undecided(alarm.reasons));
    finding.message = alarm.reasons.empty()
                          ? resource.address + " tells of one event of the root user"
                          : "whether " + resource.address + " tells of use of the root user depends on " +
                                depends_on(alarm.reasons);
    findings.push_back(std::move(finding));
    return;
  }
  const Trouble& first = alarm.troubles.front();
  engine::Finding finding = start(resource, metric, first.value, violation());
  finding.message = resource.address + " does not tell of use of the root user: ";
  for (const Trouble& trouble : alarm.troubles)
    finding.message += (&trouble == &first ? "" : "; ") + trouble.what + under(trouble.guard);
  finding.fix = engine::Fix{first.fix, {}};
  const bool certain = std::all_of(alarm.troubles.begin(), alarm.troubles.end(), [](const Trouble& trouble) {
    return trouble.guard.always() && !trouble.edits.empty();
  });
  for (const Trouble& trouble : alarm.troubles) {
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

void check_alarm(const Resource& resource, const AlarmNames& names, const std::vector<RootMetric>& metrics,
                 engine::Findings& findings) {
  const Value* name = resource.properties.find(names.metric);
  const Value* space = resource.properties.find(names.name_space);
  if (name == nullptr || space == nullptr) return;
  const Value read = metric_name(*name, metrics, resource);
  const RootMetric* other = nullptr;
  bool may_read_another = false;
  bool only_one = true;
  for (const RootMetric& metric : metrics) {
    if (metric.filter->unit != resource.unit ||
        same_name({read, resource}, {metric.name, *metric.filter}) != Truth::yes)
      continue;
    const Truth in = same_name({*space, resource}, {metric.name_space, *metric.filter});
    if (in == Truth::yes) return judge(resource, metric, Alarm(resource, names, metric), findings);
    may_read_another = may_read_another || in == Truth::unknown;
    only_one = other == nullptr || shown(other->name_space) == shown(metric.name_space);
    other = &metric;
  }
  // The namespaces of AWS services have metrics of their own.
  if (other != nullptr && !may_read_another && !shown(*space).starts_with("AWS/"))
    report_mismatch(resource, *other, *space, only_one, findings);
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const std::vector<RootMetric> metrics = root_metrics(facts);
  if (metrics.empty()) return;
  for (const Resource& resource : facts.resources)
    for (const AlarmNames& names : alarm_names())
      if (resource.type == names.type) check_alarm(resource, names, metrics, findings);
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
Looks at alarms on the metric of a metric filter that asks for root (RP602), and asks whether one event, which is one data point of the value 1, raises the alarm and starts an action.

- **violation**: the threshold is above one event; more than one period must have events; the average or minimum is taken while other events count as a default value; actions are
  switched off, missing or no ARN (`"true"`); alarm or filter alone has dimensions, so that they speak of two metrics; the filter counts nothing for an event; or the alarm reads the metric's name in another namespace, where no filter of the code writes it.
- **safe**: one event raises it, and it has an action.
- **undecided**: one of these is not known, its actions hang on a condition, or the comparison or statistic is another one (anomaly detection, percentiles).
- Silent on alarms whose metric is not known, and on metric math. Whether anybody has subscribed to the topic is not looked at.
)md",
        .why = R"md(
The root user is used once, not five times in a row. An alarm that waits for more, or is muted, is a green light beside an open door.
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
