#include "rules/monitoring/settings.h"

#include <cstdlib>
#include <utility>

namespace rootproof::rules {
namespace {

using value::Value;

Setting setting(const Value& value, std::string_view by_default, value::Guard guard) {
  if (value.is(Value::Kind::null) || value.is(Value::Kind::absent))
    return {std::string(by_default), nullptr, std::move(guard)};
  return {value.as_text(), &value, std::move(guard)};
}

}  // namespace

std::vector<Setting> settings(const Value& map, std::string_view name, std::string_view by_default) {
  if (!map.is(Value::Kind::map)) return {{std::nullopt, &map, {}}};
  const Value* found = map.find(name);
  if (found == nullptr) return {{std::string(by_default), nullptr, {}}};
  if (!found->is(Value::Kind::one_of)) return {setting(*found, by_default, {})};
  std::vector<Setting> all;
  // Alternatives are never alternatives themselves (Value::one_of).
  for (const value::Alternative& way : found->alternatives())
    all.push_back(setting(way.value, by_default, way.guard));
  return all;
}

std::optional<double> number_of(std::string_view text) {
  const std::string whole(text);
  char* end = nullptr;
  const double parsed = std::strtod(whole.c_str(), &end);
  if (whole.empty() || *end != '\0') return std::nullopt;
  return parsed;
}

}  // namespace rootproof::rules
