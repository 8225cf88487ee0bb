#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "parsers/value/value.h"

namespace rootproof::rules {

/// What one language calls the properties of an EventBridge rule.
struct EventRuleNames {
  std::string_view type;
  std::string_view pattern;
  std::string_view state;
  std::string_view targets;     ///< empty where targets are resources of their own
  std::string_view target_arn;  ///< of a target
  std::string_view bus;
};
[[nodiscard]] std::span<const EventRuleNames> event_rule_names();

/// The pattern as a map; what is no JSON is nothing EventBridge takes.
[[nodiscard]] std::optional<value::Value> event_pattern_of(const value::Value& written);

}  // namespace rootproof::rules
