#include "rules/monitoring/root_metrics.h"

#include <algorithm>
#include <array>
#include <map>

#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/monitoring/log_filter.h"
#include "rules/monitoring/root_events.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

constexpr FilterNames kFilters[] = {
    {"AWS::Logs::MetricFilter", "FilterPattern", "LogGroupName", "MetricTransformations", "MetricName",
     "MetricNamespace", "MetricValue", "DefaultValue", "Unit", "Dimensions", "Key", "Value"},
    {"aws_cloudwatch_log_metric_filter", "pattern", "log_group_name", "metric_transformation", "name",
     "namespace", "value", "default_value", "unit", "dimensions", "", ""},
    {"awscc_logs_metric_filter", "filter_pattern", "log_group_name", "metric_transformations", "metric_name",
     "metric_namespace", "metric_value", "default_value", "unit", "dimensions", "key", "value"},
};

constexpr AlarmNames kAlarms[] = {
    {"AWS::CloudWatch::Alarm", "MetricName", "Namespace", "Dimensions", "Name", "Value", "Unit",
     "TreatMissingData", "ComparisonOperator", "Threshold", "EvaluationPeriods", "DatapointsToAlarm",
     "Statistic", "ActionsEnabled", "AlarmActions", "Metrics.MetricStat.Metric"},
    {"aws_cloudwatch_metric_alarm", "metric_name", "namespace", "dimensions", "", "", "unit",
     "treat_missing_data", "comparison_operator", "threshold", "evaluation_periods", "datapoints_to_alarm",
     "statistic", "actions_enabled", "alarm_actions", "metric_query.metric"},
    {"awscc_cloudwatch_alarm", "metric_name", "namespace", "dimensions", "name", "value", "unit",
     "treat_missing_data", "comparison_operator", "threshold", "evaluation_periods", "datapoints_to_alarm",
     "statistic", "actions_enabled", "alarm_actions", "metrics.metric_stat.metric"},
};

}  // namespace

std::span<const FilterNames> filter_names() { return kFilters; }
std::span<const AlarmNames> alarm_names() { return kAlarms; }

std::vector<RootMetric> root_metrics(const engine::Facts& facts) {
  std::vector<RootMetric> metrics;
  for (const Resource& resource : facts.resources) {
    for (const FilterNames& names : kFilters) {
      if (resource.type != names.type) continue;
      const Value* pattern = resource.properties.find(names.pattern);
      const std::optional<FilterTerm> filter = pattern == nullptr ? std::nullopt : read_log_filter(*pattern);
      if (!filter || filter_asks_for_root(*pattern) != Truth::yes) continue;
      for (const NestedValue& found : values_at(resource.properties, names.transformations)) {
        const Value* transformation = &found.value;
        if (transformation->is(Value::Kind::list) && transformation->items().size() == 1)
          transformation = &transformation->items().front();
        const Value* name = transformation->find(names.name);
        const Value* space = transformation->find(names.name_space);
        if (!value::is_given(name) || !value::is_given(space)) continue;
        metrics.push_back({&resource, &names, *name, *space, *transformation, sight_of(*filter, resource)});
      }
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

Truth same_place(const Resource& left, const Resource& right) {
  const bool same_unit = left.unit == right.unit;
  const auto same = [same_unit](const std::string& one, const std::string& other, const auto& is_known) {
    if (one == other) return Truth::yes;
    if (is_known(one) && is_known(other)) return Truth::no;
    return same_unit ? Truth::unknown : Truth::yes;
  };
  const auto is_id = [](std::string_view text) {
    return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const auto is_region = [](std::string_view text) { return !partition_of_region(text).empty(); };
  return policy::both(same(left.account, right.account, is_id), same(left.region, right.region, is_region));
}

namespace {

/// Dimensions by name, each with its value where one is written.
struct Dimensions {
  std::map<std::string, std::optional<std::string>> by_name;
  std::vector<value::Reason> unknown;  ///< why there may be others
};

Dimensions read_dimensions(const Value& owner, std::string_view property, std::string_view name,
                           std::string_view value) {
  Dimensions read;
  const Value* written = owner.find(property);
  if (!value::is_given(written)) return read;
  const auto text_of = [](const Value* text) { return text == nullptr ? std::nullopt : text->as_text(); };
  if (written->is(Value::Kind::map)) {
    for (const value::Member& member : written->members())
      if (value::is_given(&member.value)) read.by_name[member.key] = member.value.as_text();
  } else if (written->is(Value::Kind::list)) {
    for (const Value& item : written->items()) {
      if (!value::is_given(&item)) continue;
      const std::optional<std::string> key = text_of(item.find(name));
      if (key)
        read.by_name[*key] = text_of(item.find(value));
      else
        add_reasons(read.unknown, item.reasons());
    }
  } else {
    add_reasons(read.unknown, written->reasons());
  }
  return read;
}

std::string names_of(const Dimensions& dimensions) {
  std::string text;
  for (const auto& [name, value] : dimensions.by_name)
    text += (text.empty() ? "" : ", ") + name + (value ? "=" + *value : "");
  return dimensions.by_name.empty()
             ? "without dimensions"
             : std::string("with the dimension") + (dimensions.by_name.size() == 1 ? " " : "s ") + text;
}

/// Whether every event of a root user has the value that an alarm asks for in the field a filter's dimension
/// is taken from.
bool in_all_events(const std::string& selector, const std::string& value) {
  if (!selector.starts_with("$.")) return false;
  FilterTerm term;
  term.kind = FilterTerm::Kind::equals;
  term.path = selector.substr(2);
  term.text = value;
  const std::vector<RootUse>& uses = root_uses();
  return std::all_of(uses.begin(), uses.end(), [&](const RootUse& use) {
    return match_log_filter(term, use.by_root, Reach::all) == Truth::yes;
  });
}

void compare_dimensions(const Dimensions& read, const Dimensions& written, source::Span span,
                        MetricReading& reading) {
  add_reasons(reading.reasons, read.unknown);
  add_reasons(reading.reasons, written.unknown);
  const bool same_names =
      std::equal(read.by_name.begin(), read.by_name.end(), written.by_name.begin(), written.by_name.end(),
                 [](const auto& left, const auto& right) { return left.first == right.first; });
  if (!reading.reasons.empty()) {
    reading.truth = policy::both(reading.truth, Truth::unknown);
  } else if (!same_names) {
    reading.truth = Truth::no;
    reading.differs = names_of(read) + ", and the filter writes it " + names_of(written);
  } else {
    for (const auto& [name, asked] : read.by_name) {
      const std::optional<std::string>& selector = written.by_name.at(name);
      if (asked && selector && in_all_events(*selector, *asked)) continue;
      reading.truth = policy::both(reading.truth, Truth::unknown);
      add_reasons(reading.reasons, {{value::ReasonKind::unsupported_operator,
                                     "which events have the dimension " + name, span}});
    }
  }
}

}  // namespace

MetricReading reading_of(const Resource& alarm, const AlarmNames& names, const Value& metric_named,
                         const RootMetric& metric) {
  MetricReading reading;
  compare_dimensions(
      read_dimensions(metric_named, names.dimensions, names.dimension_name, names.dimension_value),
      read_dimensions(metric.transformation, metric.names->dimensions, metric.names->dimension_name,
                      metric.names->dimension_value),
      alarm.span, reading);
  const Truth together = same_place(alarm, *metric.filter);
  if (together == Truth::no)
    reading.differs = "in " + (alarm.region == metric.filter->region
                                   ? "account " + alarm.account + ", and the filter writes it in account " +
                                         metric.filter->account
                                   : alarm.region + ", and the filter writes it in " + metric.filter->region);
  if (together == Truth::unknown && reading.truth != Truth::no)
    add_reasons(reading.reasons,
                {{value::ReasonKind::unknown_variable,
                  "whether " + metric.filter->address + " is in the same account and Region", alarm.span}});
  reading.truth = policy::both(reading.truth, together);
  return reading;
}

bool tells_nobody(const PossibleText& action) {
  if (!action.text) return false;
  if (!action.text->starts_with("arn:")) return action.text->find_first_of("$<{") == std::string::npos;
  const std::string_view service = arn_component(*action.text, 2);
  return service == "autoscaling" || service == "automate" || service == "swf" || service == "iam" ||
         service == "sqs";
}

bool tells_nobody(const Resource& target) {
  static constexpr std::array<std::string_view, 14> kTypes{"AWS::ApplicationAutoScaling::ScalingPolicy",
                                                           "AWS::AutoScaling::ScalingPolicy",
                                                           "AWS::IAM::Role",
                                                           "AWS::SQS::Queue",
                                                           "aws_appautoscaling_policy",
                                                           "aws_autoscaling_policy",
                                                           "aws_iam_role",
                                                           "aws_iam_user",
                                                           "aws_sqs_queue",
                                                           "awscc_applicationautoscaling_scaling_policy",
                                                           "awscc_autoscaling_scaling_policy",
                                                           "awscc_iam_role",
                                                           "awscc_iam_user",
                                                           "awscc_sqs_queue"};
  return std::find(kTypes.begin(), kTypes.end(), target.type) != kTypes.end();
}

}  // namespace rootproof::rules
