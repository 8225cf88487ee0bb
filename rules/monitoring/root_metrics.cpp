#include "rules/monitoring/root_metrics.h"

#include <algorithm>

#include "parsers/value/value_set.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/log_filter.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

constexpr FilterNames kFilters[] = {
    {"AWS::Logs::MetricFilter", "FilterPattern", "LogGroupName", "MetricTransformations", "MetricName",
     "MetricNamespace", "DefaultValue", "MetricValue", "Dimensions"},
    {"aws_cloudwatch_log_metric_filter", "pattern", "log_group_name", "metric_transformation", "name",
     "namespace", "default_value", "value", "dimensions"},
    {"awscc_logs_metric_filter", "filter_pattern", "log_group_name", "metric_transformations", "metric_name",
     "metric_namespace", "default_value", "metric_value", "dimensions"},
};

constexpr AlarmNames kAlarms[] = {
    {"AWS::CloudWatch::Alarm", "MetricName", "Namespace", "ComparisonOperator", "Threshold",
     "EvaluationPeriods", "DatapointsToAlarm", "Statistic", "ActionsEnabled", "AlarmActions",
     "Metrics.MetricStat.Metric.MetricName", "Dimensions"},
    {"aws_cloudwatch_metric_alarm", "metric_name", "namespace", "comparison_operator", "threshold",
     "evaluation_periods", "datapoints_to_alarm", "statistic", "actions_enabled", "alarm_actions",
     "metric_query.metric.metric_name", "dimensions"},
    {"awscc_cloudwatch_alarm", "metric_name", "namespace", "comparison_operator", "threshold",
     "evaluation_periods", "datapoints_to_alarm", "statistic", "actions_enabled", "alarm_actions",
     "metrics.metric_stat.metric.metric_name", "dimensions"},
};

}  // namespace

std::span<const FilterNames> filter_names() { return kFilters; }
std::span<const AlarmNames> alarm_names() { return kAlarms; }

std::vector<RootMetric> root_metrics(const engine::Facts& facts) {
  std::vector<RootMetric> metrics;
  for (const Resource& resource : facts.resources)
    for (const FilterNames& names : kFilters) {
      if (resource.type != names.type) continue;
      const Value* pattern = resource.properties.find(names.pattern);
      if (pattern == nullptr || filter_asks_for_root(*pattern) != Truth::yes) continue;
      for (const NestedValue& found : values_at(resource.properties, names.transformations)) {
        const Value* transformation = &found.value;
        if (transformation->is(Value::Kind::list) && transformation->items().size() == 1)
          transformation = &transformation->items().front();
        const Value* name = transformation->find(names.name);
        const Value* space = transformation->find(names.name_space);
        if (!value::is_given(name) || !value::is_given(space)) continue;
        const Value* by_default = transformation->find(names.default_value);
        const Value* counted = transformation->find(names.value);
        const Value* dimensions = transformation->find(names.dimensions);
        metrics.push_back({&resource, &names, *name, *space,
                           by_default != nullptr && by_default->as_text().value_or("") != "",
                           counted == nullptr ? Value() : *counted,
                           dimensions == nullptr ? Value() : *dimensions});
      }
    }
  return metrics;
}

Value metric_name(const Value& name, const std::vector<RootMetric>& metrics, const Resource& alarm) {
  if (!name.is(Value::Kind::string) || name.pieces().size() != 1) return name;
  const auto* hole = std::get_if<value::Hole>(&name.pieces()[0]);
  if (hole == nullptr) return name;
  for (const RootMetric& metric : metrics) {
    if (metric.filter->unit != alarm.unit || hole->symbol != metric.filter->address + ".id") continue;
    const Value* own = metric.filter->properties.find("name");
    return own == nullptr ? name : *own;
  }
  // The name of another filter, which counts something else.
  const bool of_filter = hole->symbol.starts_with("aws_cloudwatch_log_metric_filter.") &&
                         hole->symbol.ends_with(".id") && hole->symbol.find('[') == std::string::npos;
  return of_filter ? Value::string(hole->symbol, name.origin()) : name;
}

namespace {

/// "module.a." for module.a.aws_x.y: where var.p means the same.
std::string_view module_of(const Resource& resource) {
  const std::string_view address = resource.address;
  if (!address.starts_with("module.")) return {};
  const std::size_t type = address.rfind('.' + resource.type + '.');
  return type == std::string_view::npos ? address : address.substr(0, type);
}

/// The variable or local value that a hole is as a whole: "var.p" for ${var.p}, nothing for ${var.p.x} and
/// ${lower(var.p)}.
std::string named_by(const value::Hole& hole) {
  const std::optional<value::OriginStep> step = hole.origin.step();
  const bool whole = step && step->kind == value::OriginKind::reference &&
                     step->span.end - step->span.begin == step->detail.size();
  const bool named = whole && (step->detail.starts_with("var.") || step->detail.starts_with("local."));
  return named ? step->detail : std::string();
}

bool same_hole(const value::Hole& left, const value::Hole& right, bool same_module) {
  if (!left.symbol.empty() || !right.symbol.empty())
    return left.symbol == right.symbol && left.kind == right.kind;
  const std::string name = named_by(left);
  return same_module && !name.empty() && name == named_by(right);
}

/// Texts in one unit with the same known parts and the same holes between them.
bool same_pieces(const GivenName& left, const GivenName& right) {
  if (!left.name.is(Value::Kind::string) || !right.name.is(Value::Kind::string)) return false;
  const auto pieces = left.name.pieces();
  const auto others = right.name.pieces();
  const bool same_module = module_of(left.of) == module_of(right.of);
  const auto same = [same_module](const value::StringPiece& piece, const value::StringPiece& other) {
    if (piece.index() != other.index()) return false;
    if (const auto* text = std::get_if<value::TextPiece>(&piece))
      return text->text == std::get<value::TextPiece>(other).text;
    return same_hole(std::get<value::Hole>(piece), std::get<value::Hole>(other), same_module);
  };
  return std::equal(pieces.begin(), pieces.end(), others.begin(), others.end(), same);
}

}  // namespace

Truth same_name(const GivenName& left, const GivenName& right) {
  const std::optional<std::string> text = left.name.as_text();
  const std::optional<std::string> other = right.name.as_text();
  if (text && other) return *text == *other ? Truth::yes : Truth::no;
  value::ValueSet names;
  names.insert(left.name);
  const bool same_unit = left.of.unit == right.of.unit;
  if (same_unit && (names.contains(right.name) || same_pieces(left, right))) return Truth::yes;
  const bool apart = (text && !may_equal(right.name, lower_case(*text))) ||
                     (other && !may_equal(left.name, lower_case(*other)));
  return apart ? Truth::no : Truth::unknown;
}

bool tells_nobody(const PossibleText& action) {
  return action.text && !action.text->starts_with("arn:") &&
         action.text->find_first_of("$<{") == std::string::npos;
}

}  // namespace rootproof::rules
