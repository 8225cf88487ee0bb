#include "rules/monitoring/settings.h"

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

}  // namespace rootproof::rules
