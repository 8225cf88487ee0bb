#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/monitoring/root_metrics.h"
#include "rules/monitoring/settings.h"

/// Whether one event of a root user brings an alarm into the state ALARM: that change, and nothing else,
/// starts its actions ("Alarm actions" in the CloudWatch User Guide).
namespace rootproof::rules {

/// What keeps an alarm on a root metric from telling somebody of one event.
struct AlarmTrouble {
  std::string what;
  std::optional<value::Value> value;
  value::Guard guard;
  std::string fix;
  std::vector<engine::Edit> edits = {};  ///< none where somebody has to choose
};

struct AlarmVerdict {
  std::vector<AlarmTrouble> troubles;
  std::vector<value::Reason> reasons;  ///< what is not known
  std::vector<std::string> premises;   ///< what the absence of troubles rests on
};

/// The alarm reads the metric.
[[nodiscard]] AlarmVerdict raised_by_one_event(const Resource& alarm, const AlarmNames& names,
                                               const RootMetric& metric);

/// Another text where a setting is written; nothing where it is not.
[[nodiscard]] std::vector<engine::Edit> replace_setting(const Setting& setting, const std::string& text);

/// The ways a property of an alarm, or of another map, may turn out that are known; the reasons of the
/// others.
[[nodiscard]] std::vector<Setting> known_settings(const value::Value& map, std::string_view name,
                                                  std::string_view by_default,
                                                  std::vector<value::Reason>& reasons);

}  // namespace rootproof::rules
