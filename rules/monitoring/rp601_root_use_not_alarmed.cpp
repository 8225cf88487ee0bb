#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/event_pattern.h"
#include "rules/monitoring/event_rules.h"
#include "rules/monitoring/log_filter.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"
#include "rules/monitoring/trails.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Where a trail names the log group it writes to.
struct TrailGroup {
  std::string_view type;
  std::string_view group;
};
constexpr TrailGroup kTrailGroups[] = {
    {"AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn"},
    {"aws_cloudtrail", "cloud_watch_logs_group_arn"},
    {"awscc_cloudtrail_trail", "cloudwatch_logs_log_group_arn"},
};

/// Where a subscription names its topic.
struct TopicProperty {
  std::string_view type;
  std::string_view topic;
};
constexpr TopicProperty kSubscriptions[] = {
    {"AWS::SNS::Subscription", "TopicArn"},
    {"aws_sns_topic_subscription", "topic_arn"},
    {"awscc_sns_subscription", "topic_arn"},
};

bool is_topic(const Resource& resource) {
  return resource.type == "AWS::SNS::Topic" || resource.type == "aws_sns_topic" ||
         resource.type == "awscc_sns_topic";
}

/// What one template or root module has of the chain from trail to people.
struct Chain {
  std::vector<std::pair<const Resource*, const Value*>> trails;  ///< with the log group they write to
  std::vector<RootMetric> metrics;
  bool has_event_rule = false;      ///< RP604 judges it
  std::vector<value::Reason> open;  ///< why something else may look for root users, too
};

/// Where a chain ends.
struct End {
  enum class Kind : std::uint8_t { told, broken, judged_elsewhere, unknown };
  Kind kind = Kind::broken;
  const Resource* at = nullptr;
  std::string message;
  std::string fix;
  std::vector<value::Reason> reasons;
};

class Chains {
 public:
  explicit Chains(const engine::Facts& facts) : facts_(facts), named_(facts), metrics_(root_metrics(facts)) {
    for (const RootMetric& metric : metrics_) chains_[metric.filter->unit].metrics.push_back(metric);
    for (const Resource& resource : facts.resources) {
      for (const TrailGroup& trail : kTrailGroups) {
        if (resource.type != trail.type) continue;
        const Value* group = resource.properties.find(trail.group);
        // An empty text is no log group, and no filter finds what is not recorded.
        const bool writes = value::is_given(group) && group->as_text() != "";
        if (writes && !trail_of(resource)->records_data_only())
          chains_[resource.unit].trails.emplace_back(&resource, group);
      }
      look_at_patterns(resource);
    }
  }

  [[nodiscard]] const std::map<std::string, Chain>& all() const { return chains_; }

  /// Where the chain of one metric ends, from its filter on.
  [[nodiscard]] End follow(const RootMetric& metric, const Chain& chain) const {
    if (std::optional<End> end = wrong_group(metric, chain)) return *std::move(end);
    std::vector<value::Reason> unknown = unseen_parts(facts_, metric.filter->unit);
    std::optional<End> end;
    for (const Resource& resource : facts_.resources)
      for (const AlarmNames& names : alarm_names()) {
        if (resource.type != names.type) continue;
        const Truth reads = reads_metric(resource, names, metric, unknown);
        if (reads != Truth::yes) continue;
        End of_alarm = follow_alarm(resource, names);
        if (of_alarm.kind == End::Kind::told) {
          add_reasons(of_alarm.reasons, doubts_about(*metric.filter));
          if (of_alarm.reasons.empty()) return of_alarm;
        }
        if (!end || of_alarm.kind == End::Kind::told ||
            (end->kind == End::Kind::broken && of_alarm.kind != End::Kind::broken))
          end = std::move(of_alarm);
      }
    if (end) return *std::move(end);
    if (!unknown.empty()) return {End::Kind::unknown, metric.filter, {}, {}, std::move(unknown)};
    return {End::Kind::broken,
            metric.filter,
            metric.filter->address + " counts use of the root user as " + shown(metric.name_space) + "/" +
                shown(metric.name) + ", and no alarm of this code reads that metric: nobody is told",
            "add an alarm on the metric: Sum, GreaterThanOrEqualToThreshold 1, with an action that reaches "
            "people",
            {}};
  }

  /// A trail in whose unit nothing looks for root.
  [[nodiscard]] End unwatched(const Resource& trail, const Value& group) const {
    std::vector<value::Reason> unknown = unseen_parts(facts_, trail.unit);
    add_reasons(unknown, chains_.at(trail.unit).open);
    if (named_.mentioned(trail, group) == nullptr)
      add_reasons(unknown, group.reasons().empty()
                               ? std::vector<value::Reason>{{value::ReasonKind::external_target,
                                                             "metric filters of " + shown(group), trail.span}}
                               : group.reasons());
    for (const RootMetric& metric : metrics_)
      if (may_read(metric, named_.mentioned(trail, group)))
        add_reasons(unknown, {{value::ReasonKind::partial_organization,
                               "whether " + metric.filter->address + ", in other code, reads its log group",
                               trail.span}});
    if (!unknown.empty()) return {End::Kind::unknown, &trail, {}, {}, std::move(unknown)};
    return {End::Kind::broken,
            &trail,
            trail.address +
                " writes to CloudWatch Logs, and neither a metric filter nor an EventBridge rule of this "
                "code looks for the root user: its use raises no alarm",
            "add the metric filter of CIS with an alarm (RP602, RP603), or an EventBridge rule (RP604)",
            {}};
  }

 private:
  /// Event rules that ask for root users, and whatever may do so.
  void look_at_patterns(const Resource& resource) {
    Chain* chain = nullptr;
    const auto note = [&](Truth asks, const Value& pattern) {
      if (asks == Truth::no) return;
      if (chain == nullptr) chain = &chains_[resource.unit];
      if (asks == Truth::unknown)
        add_reasons(chain->open,
                    pattern.reasons().empty()
                        ? std::vector<value::Reason>{{value::ReasonKind::unsupported_operator,
                                                      "the syntax of the pattern of " + resource.address,
                                                      pattern.origin().span()}}
                        : pattern.reasons());
    };
    for (const EventRuleNames& names : event_rule_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern)) {
        const std::optional<Value> pattern = event_pattern_of(written.value);
        if (!pattern && written.value.fully_known()) continue;  // no JSON: EventBridge refuses it
        const Truth asks = pattern ? event_pattern_asks_for_root(*pattern) : Truth::unknown;
        note(asks, written.value);
        if (asks == Truth::yes) chain->has_event_rule = true;
      }
    }
    for (const FilterNames& names : filter_names()) {
      if (resource.type != names.type) continue;
      for (const NestedValue& written : values_at(resource.properties, names.pattern))
        if (const Truth asks = filter_asks_for_root(written.value); asks == Truth::unknown)
          note(asks, written.value);
    }
  }

  /// Whether the filter of other code may read a log group of this one: by a name that is the same, or not
  /// known.
  [[nodiscard]] bool may_read(const RootMetric& metric, const Resource* group) const {
    const Value* written = metric.filter->properties.find(metric.names->log_group);
    if (written == nullptr || named_.mentioned(*metric.filter, *written) != nullptr) return false;
    if (group == nullptr) return true;
    const Value* name =
        group->properties.find(group->language == Language::cloudformation ? "LogGroupName" : "name");
    if (name == nullptr) return !written->as_text();  // a made-up name is not written down anywhere
    return !name->as_text() || !written->as_text() || name->as_text() == written->as_text();
  }

  /// The filter reads a log group of this code, and the trails write to others.
  [[nodiscard]] std::optional<End> wrong_group(const RootMetric& metric, const Chain& chain) const {
    const Value* written = metric.filter->properties.find(metric.names->log_group);
    const Resource* group = written == nullptr ? nullptr : named_.mentioned(*metric.filter, *written);
    if (group == nullptr || chain.trails.empty()) return std::nullopt;
    for (const auto& [trail, target] : chain.trails) {
      const Resource* other = named_.mentioned(*trail, *target);
      if (other == nullptr || other == group) return std::nullopt;
    }
    return End{End::Kind::broken,
               metric.filter,
               metric.filter->address + " looks for the root user in " + group->address + ", but " +
                   chain.trails.front().first->address + " does not write there",
               "let the filter read the log group of the trail",
               {}};
  }

  Truth reads_metric(const Resource& alarm, const AlarmNames& names, const RootMetric& metric,
                     std::vector<value::Reason>& unknown) const {
    const bool same_unit = alarm.unit == metric.filter->unit;
    for (const NestedValue& query : values_at(alarm.properties, names.queries))
      if (same_name({query.value, alarm}, {metric.name, *metric.filter}) == Truth::yes) return Truth::yes;
    const Value* name = alarm.properties.find(names.metric);
    const Value* space = alarm.properties.find(names.name_space);
    if (name == nullptr || space == nullptr) return Truth::no;
    const Value read = metric_name(*name, metrics_, alarm);
    const Truth of_name = same_name({read, alarm}, {metric.name, *metric.filter});
    const Truth of_space = same_name({*space, alarm}, {metric.name_space, *metric.filter});
    const Truth reads = policy::both(of_name, of_space);
    if (reads != Truth::unknown) return reads;
    // Alarms of other code whose metric is not known are any alarms.
    if (!same_unit && (!read.as_text() || !space->as_text())) return Truth::unknown;
    for (const auto& [truth, left, right] :
         {std::tuple(of_name, &read, &metric.name), std::tuple(of_space, space, &metric.name_space)}) {
      if (truth != Truth::unknown) continue;
      add_reasons(unknown, left->reasons());
      add_reasons(unknown, right->reasons());
    }
    return Truth::unknown;
  }

  [[nodiscard]] End follow_alarm(const Resource& alarm, const AlarmNames& names) const {
    std::vector<value::Reason> unknown;
    std::vector<value::Reason> switched;
    for (const Setting& enabled : settings(alarm.properties, names.enabled, "true")) {
      if (!enabled.text)
        add_reasons(switched, enabled.value->reasons());
      else if (lower_case(*enabled.text) == "false" && enabled.guard.always())
        return {End::Kind::judged_elsewhere, &alarm, {}, {}, {}};  // RP603: its actions are switched off
      else if (lower_case(*enabled.text) == "false")
        add_reasons(switched, doubts_about(alarm, enabled.guard));
    }
    const Resource* silent = nullptr;
    for (const NestedValue& list : values_at(alarm.properties, names.actions))
      for (const PossibleText& action : possible_texts(list.value)) {
        if (tells_nobody(action)) continue;  // RP603
        const Resource* target = named_.mentioned(alarm, *action.value);
        if (target == nullptr) {
          add_reasons(unknown,
                      action.value->reasons().empty()
                          ? std::vector<value::Reason>{{value::ReasonKind::external_target,
                                                        "who is behind " + shown(*action.value), alarm.span}}
                          : action.value->reasons());
        } else if (const std::optional<std::vector<value::Reason>> reached =
                       doubts_about_receivers(*target)) {
          std::vector<value::Reason> open = doubts_about(*target);
          add_reasons(open, *reached);
          add_reasons(open, switched);
          add_reasons(open, doubts_about(alarm, list.guard & action.guard));
          return {End::Kind::told, &alarm, {}, {}, std::move(open)};
        } else {
          std::vector<value::Reason> elsewhere = unseen_parts(facts_, target->unit);
          if (leaves(*target))
            add_reasons(elsewhere,
                        {{value::ReasonKind::external_target,
                          "who subscribes to " + target->address + ", which is an output", target->span}});
          add_reasons(unknown, elsewhere);
          silent = target;
        }
      }
    if (!unknown.empty()) return {End::Kind::unknown, &alarm, {}, {}, std::move(unknown)};
    if (silent == nullptr)
      return {End::Kind::judged_elsewhere, &alarm, {}, {}, {}};  // RP603: it has no action
    return {End::Kind::broken,
            &alarm,
            alarm.address + " tells " + silent->address +
                " of use of the root user, and nobody subscribes to that "
                "topic in this code",
            "subscribe those who are to answer: an address that is read, or a function",
            {}};
  }

  /// The same of whatever an alarm tells: functions and the like answer by themselves.
  [[nodiscard]] std::optional<std::vector<value::Reason>> doubts_about_receivers(
      const Resource& target) const {
    return is_topic(target) ? doubts_about_subscribers(target) : std::vector<value::Reason>{};
  }

  /// Why those who subscribe to a topic may not be there: nothing where somebody surely is; nullopt where
  /// nobody subscribes.
  [[nodiscard]] std::optional<std::vector<value::Reason>> doubts_about_subscribers(
      const Resource& topic) const {
    std::optional<std::vector<value::Reason>> doubts;
    const auto note = [&](const Resource& resource, const value::Guard& guard) {
      const std::vector<value::Reason> more = doubts_about(resource, guard);
      if (!doubts || more.empty())
        doubts = more;
      else if (!doubts->empty())
        add_reasons(*doubts, more);
    };
    for (const char* own : {"Subscription", "subscription"})
      for (const NestedValue& list : values_at(topic.properties, own))
        if (!list.value.is(Value::Kind::list) || !list.value.items().empty()) note(topic, list.guard);
    for (const Resource& resource : facts_.resources)
      for (const TopicProperty& row : kSubscriptions) {
        if (resource.type != row.type) continue;
        const Value* to = resource.properties.find(row.topic);
        if (to != nullptr && named_.mentioned(resource, *to) == &topic) note(resource, {});
      }
    return doubts;
  }

  /// Whether an output carries the topic to code elsewhere.
  [[nodiscard]] bool leaves(const Resource& topic) const {
    return std::any_of(facts_.resources.begin(), facts_.resources.end(), [&](const Resource& resource) {
      if (resource.type != "output" || resource.unit != topic.unit) return false;
      const Value* value = resource.properties.find("value");
      return value != nullptr && named_.mentioned(resource, *value) == &topic;
    });
  }

  const engine::Facts& facts_;
  NamedResources named_;
  std::vector<RootMetric> metrics_;
  std::map<std::string, Chain> chains_;
};

engine::Finding start(const Resource& resource, policy::Answer answer);

void judge(const std::vector<End>& ends, engine::Findings& findings) {
  const auto of_kind = [&](End::Kind kind) {
    return std::find_if(ends.begin(), ends.end(), [kind](const End& end) { return end.kind == kind; });
  };
  const auto surely = std::find_if(ends.begin(), ends.end(), [](const End& end) {
    return end.kind == End::Kind::told && end.reasons.empty();
  });
  const auto told = surely != ends.end() ? surely : of_kind(End::Kind::told);
  if (told != ends.end() && !told->reasons.empty()) {
    engine::Finding finding = start(*told->at, undecided(told->reasons));
    finding.message = "whether use of the root user raises " + told->at->address + " depends on " +
                      depends_on(told->reasons);
    findings.push_back(std::move(finding));
    return;
  }
  if (told != ends.end()) {
    engine::Finding finding =
        start(*told->at, safe("trail, metric filter, alarm and subscription are there"));
    finding.message = "a chain leads to those who are told, through " + told->at->address;
    findings.push_back(std::move(finding));
    return;
  }
  if (of_kind(End::Kind::judged_elsewhere) != ends.end()) return;
  if (const auto unknown = of_kind(End::Kind::unknown); unknown != ends.end()) {
    engine::Finding finding = start(*unknown->at, undecided(unknown->reasons));
    finding.message =
        "whether anybody is told of use of the root user depends on " + depends_on(unknown->reasons);
    findings.push_back(std::move(finding));
    return;
  }
  for (const End& end : ends) {
    engine::Finding finding = start(*end.at, violation());
    finding.message = end.message;
    finding.fix = engine::Fix{end.fix, {}};
    findings.push_back(std::move(finding));
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Chains chains(facts);
  for (const auto& [unit, chain] : chains.all()) {
    if (chain.has_event_rule) continue;
    std::vector<End> ends;
    for (const RootMetric& metric : chain.metrics) ends.push_back(chains.follow(metric, chain));
    if (chain.metrics.empty())
      for (const auto& [trail, group] : chain.trails) ends.push_back(chains.unwatched(*trail, *group));
    if (!ends.empty()) judge(ends, findings);
  }
}

}  // namespace

extern const engine::Rule rp601;
const engine::Rule rp601{
    {
        .id = "RP601",
        .name = "root-use-not-alarmed",
        .family = "monitoring",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary =
            "trail, metric filter, alarm and topic are there in part, and nobody is told of use of the root "
            "user",
        .meaning = R"md(
Follows the chain in a template or root module that has a trail which writes to CloudWatch Logs, or a metric filter that asks for root: trail, log group, metric filter, alarm, action, subscription.

- **violation**: it breaks. No filter and no EventBridge rule of the code looks for the root user in the log group; the filter reads another group than the trail writes; no alarm reads the
  metric; or nobody subscribes to the topic that the alarm tells.
- **safe**: one chain is complete. Names that are one reference on both sides (`!Ref AWS::StackName`, `var.namespace`) are one name.
- **undecided**: the log group or the topic is elsewhere, a topic leaves the code as an output, a pattern is not known or not read, a name or a switch is not known (a name that filter and
  alarm write alike from the same variables or references is the same), a part may not exist, or modules are not on disk.
- Silent where an EventBridge rule asks for root (RP604), where the alarm has no action that is an ARN or its actions are switched off (RP603), and where there is neither trail with a log group nor filter: monitoring is then done elsewhere.

Whether the pattern finds root users is the matter of RP602, whether one event raises the alarm that of RP603.
)md",
        .why = R"md(
Every part of the chain deploys without the others. The filter of the benchmark is often copied, the alarm forgotten; the root user signs in, and a number changes that nobody looks at.
)md",
        .bad = R"md(
```yaml
# no alarm reads security/root
Filter:
  Type: AWS::Logs::MetricFilter
  Properties:
    LogGroupName: !Ref TrailLogs
    FilterPattern: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }'
    MetricTransformations: [{MetricName: root, MetricNamespace: security, MetricValue: '1'}]
```
```hcl
# nothing looks for root in the log group
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}
resource "aws_cloudtrail" "bad" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}
```
)md",
        .good = R"md(
```yaml
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
Subscription:
  Type: AWS::SNS::Subscription
  Properties: {TopicArn: !Ref SecurityTopic, Protocol: email, Endpoint: security@acme.example}
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
resource "aws_sns_topic_subscription" "good" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}
```
)md",
        .fix = R"md(
Complete the chain, or write one EventBridge rule `{"detail": {"userIdentity": {"type": ["Root"]}}}` with a target, which needs neither log group nor metric.
)md",
        .mappings =
            "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
            "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15, ISO 27001:2022 A.8.16, NIST "
            "800-171 3.14.6, NIST 800-171 3.14.7, PCI DSS 3.2.1 7.2.1",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, policy::Answer answer) {
  return engine::make_finding(rp601, resource, std::move(answer), resource.span);
}

}  // namespace
}  // namespace rootproof::rules
