#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/truth.h"
#include "rules/monitoring/filter_sight.h"
#include "rules/root_credentials/texts.h"

/// Metric filters, the metrics they make, and the alarms that read those.
namespace rootproof::rules {

/// What one language calls the properties of metric filters.
struct FilterNames {
  std::string_view type;
  std::string_view pattern;
  std::string_view log_group;
  std::string_view transformations;
  // Of a transformation:
  std::string_view name;
  std::string_view name_space;
  std::string_view value;
  std::string_view default_value;
  std::string_view unit;
  std::string_view dimensions;
  std::string_view dimension_name;  ///< of an item of the dimensions; empty where they are a map
  std::string_view dimension_value;
};
[[nodiscard]] std::span<const FilterNames> filter_names();

/// The same of alarms.
struct AlarmNames {
  std::string_view type;
  std::string_view metric;
  std::string_view name_space;
  std::string_view dimensions;
  std::string_view dimension_name;  ///< of an item of the dimensions; empty where they are a map
  std::string_view dimension_value;
  std::string_view unit;
  std::string_view missing_data;
  std::string_view comparison;
  std::string_view threshold;
  std::string_view periods;
  std::string_view datapoints;
  std::string_view statistic;
  std::string_view enabled;
  std::string_view actions;
  std::string_view queries;  ///< metric math: where each query has its metric, named as that of an alarm
};
[[nodiscard]] std::span<const AlarmNames> alarm_names();

/// A metric that counts events of root users.
struct RootMetric {
  const Resource* filter = nullptr;
  const FilterNames* names = nullptr;
  value::Value name;
  value::Value name_space;
  value::Value transformation;  ///< the map that says them
  FilterSight sight;
};

/// Of all metric filters whose pattern asks for root.
[[nodiscard]] std::vector<RootMetric> root_metrics(const engine::Facts& facts);

/// The name of the metric an alarm reads. The id of a metric filter in Terraform is its name, which modules
/// give to filter and metric alike.
[[nodiscard]] value::Value metric_name(const value::Value& name, const std::vector<RootMetric>& metrics,
                                       const Resource& alarm);

/// A name and the resource that is given it.
struct GivenName {
  const value::Value& name;
  const Resource& of;
};

/// Whether two names turn out the same. One reference on both sides is one text, known or not, as long as
/// both stand in the same unit: references of other code have the same look only.
[[nodiscard]] policy::Truth same_name(const GivenName& left, const GivenName& right);

/// Whether two resources are deployed to one account and one Region, where log groups, metrics and alarms
/// find each other. Of different code only what is known speaks against it.
[[nodiscard]] policy::Truth same_place(const Resource& left, const Resource& right);

/// Whether an alarm, or a query of its metric math, that names a metric reads what the metric's filter
/// writes: dimensions are part of what a metric is ("Dimensions" in the CloudWatch User Guide: what is
/// published with dimensions is not retrieved without them), and so are account and Region.
struct MetricReading {
  policy::Truth truth = policy::Truth::yes;
  std::string differs;                 ///< what does: "with the dimension Account, and the filter writes …"
  std::vector<value::Reason> reasons;  ///< where it is not known
};
[[nodiscard]] MetricReading reading_of(const Resource& alarm, const AlarmNames& names,
                                       const value::Value& metric_named, const RootMetric& metric);

/// Whether an action of an alarm is a text that is known and no ARN, such as "true": CloudWatch takes ARNs
/// only (PutMetricAlarm, AlarmActions). A placeholder may become one. Nor is anybody told by what scales,
/// stops or reboots machines.
[[nodiscard]] bool tells_nobody(const PossibleText& action);

/// Whether alarms act on a resource without telling anybody, or cannot act on it at all: they tell topics,
/// functions, and Systems Manager (CloudWatch User Guide, "Alarm actions").
[[nodiscard]] bool tells_nobody(const Resource& target);

}  // namespace rootproof::rules
