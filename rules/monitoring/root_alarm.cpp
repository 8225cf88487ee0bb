#include "rules/monitoring/root_alarm.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rootproof::rules {
namespace {

using value::Value;

constexpr std::string_view kAtLeast = "GreaterThanOrEqualToThreshold";

/// The four comparisons of a statistic with a number (PutMetricAlarm, ComparisonOperator).
std::optional<bool> breaches(std::string_view comparison, double statistic, double threshold) {
  if (comparison == kAtLeast) return statistic >= threshold;
  if (comparison == "GreaterThanThreshold") return statistic > threshold;
  if (comparison == "LessThanThreshold") return statistic < threshold;
  if (comparison == "LessThanOrEqualToThreshold") return statistic <= threshold;
  return std::nullopt;
}

/// One event reaches the threshold then; nothing where one of the two is not written here.
std::vector<engine::Edit> reach(const Setting& comparison, const Setting& threshold) {
  std::vector<engine::Edit> edits = replace_setting(comparison, std::string(kAtLeast));
  const bool has_edit = !edits.empty();
  if (!has_edit && comparison.text != kAtLeast) return {};
  if (number_of(*threshold.text) == 1) return edits;
  std::vector<engine::Edit> more = replace_setting(threshold, "1");
  if (more.empty()) return {};
  edits.insert(edits.end(), more.begin(), more.end());
  return edits;
}

class OneEvent {
 public:
  OneEvent(const Resource& alarm, const AlarmNames& names, const RootMetric& metric)
      : alarm_(alarm), names_(names), metric_(metric) {}

  AlarmVerdict judge() && {
    statistics();
    datapoints();
    unit();
    return std::move(verdict_);
  }

 private:
  /// What an alarm makes of the events of a period, one way each of its settings may turn out.
  struct Way {
    const Setting& comparison;
    const Setting& threshold;
    const Setting& missing;
    double bound;
    double event;                  ///< the statistic of a period with one event of a root user
    std::optional<double> others;  ///< that of a period with other events only; nullopt: no data
    value::Guard guard;
  };

  std::vector<Setting> of_alarm(std::string_view name, std::string_view by_default) {
    return known_settings(alarm_.properties, name, by_default, verdict_.reasons);
  }
  std::vector<Setting> of_metric(std::string_view name, std::string_view by_default) {
    return known_settings(metric_.transformation, name, by_default, verdict_.reasons);
  }

  /// Where a setting is not known, what may be said is said of its default.
  static std::vector<Setting> or_default(std::vector<Setting> known, std::string_view by_default) {
    if (known.empty()) known.push_back({std::string(by_default), nullptr, {}});
    return known;
  }

  void trouble(std::string what, const Setting& setting, value::Guard guard, std::string fix,
               std::vector<engine::Edit> edits) {
    const bool said = std::any_of(
        verdict_.troubles.begin(), verdict_.troubles.end(),
        [&](const AlarmTrouble& other) { return other.what == what && other.guard.terms == guard.terms; });
    if (said) return;
    verdict_.troubles.push_back(
        {std::move(what), setting.value == nullptr ? std::nullopt : std::optional<Value>(*setting.value),
         std::move(guard), std::move(fix), std::move(edits)});
  }

  void unsupported(const std::string& what, const Setting& setting) {
    add_reasons(verdict_.reasons,
                {{value::ReasonKind::unsupported_operator, what,
                  setting.value == nullptr ? alarm_.span : setting.value->origin().span()}});
  }
  void unsupported(const Setting& setting) {
    unsupported(setting.text->empty() ? "a comparison or statistic of another kind" : *setting.text, setting);
  }

  void statistics() {
    const std::vector<Setting> defaults = or_default(of_metric(metric_.names->default_value, ""), "");
    for (const Setting& statistic : or_default(of_alarm(names_.statistic, ""), "Sum")) {
      const std::string& text = *statistic.text;
      const bool diluted = text == "Average" || text == "Minimum";
      if (!diluted && text != "Sum" && text != "Maximum" && text != "SampleCount") unsupported(statistic);
      for (const Setting& by_default : defaults) {
        const bool counts_others = !by_default.text->empty();
        if (diluted && counts_others)
          trouble(
              "its statistic is " + text + ", and all other events count as the default value of the metric",
              statistic, statistic.guard & by_default.guard, "use the statistic Sum",
              replace_setting(statistic, "Sum"));
        else
          values(statistic, by_default);
      }
    }
  }

  /// Each event counts what the filter says; what it takes from a field of the event, only AWS knows.
  void values(const Setting& statistic, const Setting& by_default) {
    const bool samples = *statistic.text == "SampleCount";
    std::optional<double> others;
    if (!by_default.text->empty()) {
      others = samples ? 1 : number_of(*by_default.text);
      if (!others) unsupported("the default value " + *by_default.text + " of the metric", by_default);
    }
    for (const Setting& value : of_metric(metric_.names->value, "1")) {
      const std::optional<double> event = samples ? 1 : number_of(*value.text);
      if (!event)
        unsupported("the value " + *value.text + " of the metric", value);
      else
        ways(*event, others, statistic.guard & by_default.guard & value.guard);
    }
  }

  void ways(double event, std::optional<double> others, const value::Guard& guard) {
    for (const Setting& comparison : of_alarm(names_.comparison, "")) {
      for (const Setting& threshold : of_alarm(names_.threshold, ""))
        for (const Setting& missing : or_default(of_alarm(names_.missing_data, "missing"), "missing")) {
          value::Guard together = guard & comparison.guard & threshold.guard & missing.guard;
          if (together.impossible()) continue;
          const std::optional<double> bound = number_of(*threshold.text);
          if (!bound || !breaches(*comparison.text, event, *bound))
            unsupported(bound ? comparison : threshold);
          else
            way({comparison, threshold, missing, *bound, event, others, std::move(together)});
        }
    }
  }

  /// An alarm that has been in ALARM before does not change with the event.
  void way(const Way& way) {
    const std::string compared = "(" + *way.comparison.text + " " + *way.threshold.text + ")";
    const std::string at_least_one = "compare with GreaterThanOrEqualToThreshold and the threshold 1";
    const bool less = way.comparison.text->starts_with("LessThan");
    if (!*breaches(*way.comparison.text, way.event, way.bound)) {
      if (less)
        trouble("it compares with " + *way.comparison.text + ", which use of the root user ends",
                way.comparison, way.guard, "compare with GreaterThanOrEqualToThreshold",
                reach(way.comparison, way.threshold));
      else if (way.event < 1)
        trouble("the filter counts an event as less than one, which does not reach its threshold " + compared,
                way.threshold, way.guard, "let the filter count each event as 1", {});
      else
        trouble("one event does not reach its threshold " + compared, way.threshold, way.guard, at_least_one,
                reach(way.comparison, way.threshold));
    } else if (way.others && *breaches(*way.comparison.text, *way.others, way.bound)) {
      trouble("the default value of the metric reaches its threshold " + compared +
                  ", so it is in ALARM before any event, and none starts its actions",
              way.threshold, way.guard, at_least_one, reach(way.comparison, way.threshold));
    } else if (less) {
      unsupported(way.comparison);  // whether several events still breach it
    } else if (*way.missing.text == "breaching" && !way.others) {
      trouble(
          "missing data put it into ALARM, and the metric has data of use of the root user only, so no "
          "event starts its actions",
          way.missing, way.guard, "do not treat missing data as breaching",
          replace_setting(way.missing, "notBreaching"));
    } else if (*way.missing.text == "breaching") {
      verdict_.premises.emplace_back(
          "the log group has events in every period, as missing data put the alarm into ALARM");
    } else if (*way.missing.text == "ignore" && !way.others) {
      trouble(
          "missing data are ignored, and the metric has data of use of the root user only, so it stays in "
          "ALARM after the first event and tells of no other",
          way.missing, way.guard, "do not ignore missing data", replace_setting(way.missing, "notBreaching"));
    }
  }

  void datapoints() {
    for (const Setting& periods : of_alarm(names_.periods, "1")) {
      for (const Setting& wanted : of_alarm(names_.datapoints, *periods.text)) {
        const std::optional<double> count = number_of(*wanted.text);
        const value::Guard guard = periods.guard & wanted.guard;
        if (guard.impossible()) continue;
        const Setting& written = wanted.value == nullptr ? periods : wanted;
        if (!count)
          unsupported(wanted);
        else if (*count > 1)
          trouble("it waits for " + *wanted.text + " periods with such events", written, guard,
                  "let one data point raise the alarm", replace_setting(written, "1"));
      }
    }
  }

  /// An alarm with a unit sees data of that unit only (PutMetricAlarm, Unit); a filter writes None unless
  /// told otherwise (MetricTransformation, unit).
  void unit() {
    for (const Setting& unit : of_alarm(names_.unit, ""))
      for (const Setting& written : of_metric(metric_.names->unit, "None")) {
        const value::Guard guard = unit.guard & written.guard;
        if (unit.text->empty() || *unit.text == *written.text || guard.impossible()) continue;
        trouble("it reads data of the unit " + *unit.text + ", and the filter writes " +
                    (*written.text == "None" ? std::string("data without unit") : *written.text),
                unit, guard, "leave the unit out", {});
      }
  }

  const Resource& alarm_;
  const AlarmNames& names_;
  const RootMetric& metric_;
  AlarmVerdict verdict_;
};

}  // namespace

std::vector<engine::Edit> replace_setting(const Setting& setting, const std::string& text) {
  if (setting.value == nullptr || setting.text == text) return {};
  return replace_text(*setting.value, text);
}

std::vector<Setting> known_settings(const Value& map, std::string_view name, std::string_view by_default,
                                    std::vector<value::Reason>& reasons) {
  std::vector<Setting> known;
  for (Setting& setting : settings(map, name, by_default)) {
    if (setting.text)
      known.push_back(std::move(setting));
    else
      add_reasons(reasons, setting.value->reasons());
  }
  return known;
}

AlarmVerdict raised_by_one_event(const Resource& alarm, const AlarmNames& names, const RootMetric& metric) {
  return OneEvent(alarm, names, metric).judge();
}

}  // namespace rootproof::rules
