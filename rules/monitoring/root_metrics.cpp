#include "rules/monitoring/root_metrics.h"

#include <algorithm>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/log_filter.h"

namespace rootproof::rules {
namespace {

using value::Value;

constexpr FilterNames kFilters[] = {
    {"AWS::Logs::MetricFilter", "FilterPattern", "LogGroupName", "MetricTransformations", "MetricName",
     "MetricNamespace", "DefaultValue"},
    {"aws_cloudwatch_log_metric_filter", "pattern", "log_group_name", "metric_transformation", "name",
     "namespace", "default_value"},
    {"awscc_logs_metric_filter", "filter_pattern", "log_group_name", "metric_transformations", "metric_name",
     "metric_namespace", "default_value"},
};

constexpr AlarmNames kAlarms[] = {
    {"AWS::CloudWatch::Alarm", "MetricName", "Namespace", "ComparisonOperator", "Threshold",
     "EvaluationPeriods", "DatapointsToAlarm", "Statistic", "ActionsEnabled", "AlarmActions",
     "Metrics.MetricStat.Metric.MetricName"},
    {"aws_cloudwatch_metric_alarm", "metric_name", "namespace", "comparison_operator", "threshold",
     "evaluation_periods", "datapoints_to_alarm", "statistic", "actions_enabled", "alarm_actions",
     "metric_query.metric.metric_name"},
    {"awscc_cloudwatch_alarm", "metric_name", "namespace", "comparison_operator", "threshold",
     "evaluation_periods", "datapoints_to_alarm", "statistic", "actions_enabled", "alarm_actions",
     "metrics.metric_stat.metric.metric_name"},
};

/// Every part of the text that is not known is the same wherever it has this name.
bool has_named_holes(const Value& text) {
  if (!text.is(Value::Kind::string)) return false;
  const auto pieces = text.pieces();
  return std::all_of(pieces.begin(), pieces.end(), [](const value::StringPiece& piece) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    return hole == nullptr || !hole->symbol.empty();
  });
}

policy::Truth same_text(const Value& left, const Value& right, bool in_one_unit) {
  const std::optional<std::string> known_left = left.as_text();
  const std::optional<std::string> known_right = right.as_text();
  if (known_left && known_right) return policy::to_truth(*known_left == *known_right);
  const bool same =
      in_one_unit &&
      (left.identity() == right.identity() ||
       (has_named_holes(left) && has_named_holes(right) && left.to_display() == right.to_display()));
  return same ? policy::Truth::yes : policy::Truth::unknown;
}

}  // namespace

policy::Truth reads(const Resource& alarm, const AlarmNames& names, const RootMetric& metric,
                    const std::vector<RootMetric>& metrics) {
  const Value* name = alarm.properties.find(names.metric);
  const Value* space = alarm.properties.find(names.name_space);
  if (name == nullptr || space == nullptr) return policy::Truth::no;
  const bool in_one_unit = alarm.unit == metric.filter->unit;
  const std::optional<std::string> read = metric_name(*name, metrics, alarm);
  const policy::Truth by_name = read && metric.name_value.as_text()
                                    ? policy::to_truth(*read == metric.name)
                                    : same_text(*name, metric.name_value, in_one_unit);
  return policy::both(by_name, same_text(*space, metric.space_value, in_one_unit));
}

std::span<const FilterNames> filter_names() { return kFilters; }
std::span<const AlarmNames> alarm_names() { return kAlarms; }

std::vector<RootMetric> root_metrics(const engine::Facts& facts) {
  std::vector<RootMetric> metrics;
  for (const Resource& resource : facts.resources)
    for (const FilterNames& names : kFilters) {
      if (resource.type != names.type) continue;
      const Value* pattern = resource.properties.find(names.pattern);
      const std::optional<FilterTerm> filter = pattern == nullptr ? std::nullopt : read_log_filter(*pattern);
      if (!filter || !speaks_of_root(*filter)) continue;
      for (const NestedValue& found : values_at(resource.properties, names.transformations)) {
        const Value* transformation = &found.value;
        if (transformation->is(Value::Kind::list) && transformation->items().size() == 1)
          transformation = &transformation->items().front();
        const Value* name = transformation->find(names.name);
        const Value* space = transformation->find(names.name_space);
        if (name == nullptr || space == nullptr) continue;
        const Value* by_default = transformation->find(names.default_value);
        metrics.push_back({&resource, &names, shown(*name), shown(*space), *name, *space,
                           by_default != nullptr && by_default->as_text().value_or("") != ""});
      }
    }
  return metrics;
}

std::optional<std::string> metric_name(const Value& name, const std::vector<RootMetric>& metrics,
                                       const Resource& alarm) {
  if (name.as_text() || !name.is(Value::Kind::string) || name.pieces().size() != 1) return name.as_text();
  const auto* hole = std::get_if<value::Hole>(&name.pieces()[0]);
  if (hole == nullptr) return std::nullopt;
  for (const RootMetric& metric : metrics) {
    if (metric.filter->unit != alarm.unit || hole->symbol != metric.filter->address + ".id") continue;
    const Value* own = metric.filter->properties.find("name");
    return own == nullptr ? std::nullopt : own->as_text();
  }
  // The name of another filter, which counts something else.
  const bool of_filter = hole->symbol.starts_with("aws_cloudwatch_log_metric_filter.") &&
                         hole->symbol.ends_with(".id") && hole->symbol.find('[') == std::string::npos;
  return of_filter ? std::optional(hole->symbol) : std::nullopt;
}

}  // namespace rootproof::rules
