#include "rules/monitoring/event_rules.h"

#include <utility>
#include <variant>

#include "parsers/policy/json_text.h"

namespace rootproof::rules {
namespace {

using value::Value;

constexpr EventRuleNames kRules[] = {
    {"AWS::Events::Rule", "EventPattern", "State", "Targets", "Arn", "EventBusName"},
    {"aws_cloudwatch_event_rule", "event_pattern", "state", "", "arn", "event_bus_name"},
    {"awscc_events_rule", "event_pattern", "state", "targets", "arn", "event_bus_name"},
};

}  // namespace

std::span<const EventRuleNames> event_rule_names() { return kRules; }

std::optional<Value> event_pattern_of(const Value& written) {
  if (!written.is(Value::Kind::string)) return written;
  std::variant<Value, policy::JsonTextError> read = policy::read_json_text(written);
  if (auto* value = std::get_if<Value>(&read)) return std::move(*value);
  return std::nullopt;
}

}  // namespace rootproof::rules
