#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"
#include "analyzer/policy/truth.h"
#include "rules/root_credentials/texts.h"

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
  std::string_view value;
  std::string_view dimensions;
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
  std::string_view dimensions;
};
[[nodiscard]] std::span<const AlarmNames> alarm_names();

/// A metric that counts events of root users.
struct RootMetric {
  const Resource* filter = nullptr;
  const FilterNames* names = nullptr;
  value::Value name;
  value::Value name_space;
  bool counts_others = false;  ///< every other event adds a data point, of a default value
  value::Value counted;        ///< what each event adds
  value::Value dimensions;     ///< null where it has none
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

/// Whether an action of an alarm is a text that is known and no ARN, such as "true": CloudWatch takes ARNs
/// only (PutMetricAlarm, AlarmActions). A placeholder may become one.
[[nodiscard]] bool tells_nobody(const PossibleText& action);

}  // namespace rootproof::rules
