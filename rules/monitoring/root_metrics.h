#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"

/// Metric filters, the metrics they make, and the alarms that read those.
namespace rootproof::rules {

/// What one language calls the properties of metric filters.
struct FilterNames {
  std::string_view type;
  std::string_view pattern;
  std::string_view log_group;
  std::string_view transformations;
  std::string_view name;
  std::string_view name_space;
  std::string_view default_value;
};
[[nodiscard]] std::span<const FilterNames> filter_names();

/// The same of alarms.
struct AlarmNames {
  std::string_view type;
  std::string_view metric;
  std::string_view name_space;
  std::string_view comparison;
  std::string_view threshold;
  std::string_view periods;
  std::string_view datapoints;
  std::string_view statistic;
  std::string_view enabled;
  std::string_view actions;
  std::string_view queries;  ///< metric math: where each query names its metric
};
[[nodiscard]] std::span<const AlarmNames> alarm_names();

/// A metric that counts events of root users.
struct RootMetric {
  const Resource* filter = nullptr;
  const FilterNames* names = nullptr;
  std::string name;  ///< for messages, as is the next
  std::string name_space;
  value::Value name_value;
  value::Value space_value;
  bool counts_others = false;  ///< every other event adds a data point, of a default value
};

/// Of all metric filters whose pattern asks for root, and whose metrics have a name.
[[nodiscard]] std::vector<RootMetric> root_metrics(const engine::Facts& facts);

/// Whether an alarm reads a metric: texts are compared, and references to the same thing in one template or
/// module are the same text, whatever that is. unknown: a text is not known.
[[nodiscard]] policy::Truth reads(const Resource& alarm, const AlarmNames& names, const RootMetric& metric,
                                  const std::vector<RootMetric>& metrics);

/// The name of the metric an alarm reads. The id of a metric filter in Terraform is its name, which modules
/// give to filter and metric alike.
[[nodiscard]] std::optional<std::string> metric_name(const value::Value& name,
                                                     const std::vector<RootMetric>& metrics,
                                                     const Resource& alarm);

}  // namespace rootproof::rules
