#include "parsers/value/value_set.h"

#include <algorithm>
#include <functional>
#include <string>

namespace rootproof::value {
namespace {

/// Whether its content says what it turns out to be. Equal alternatives under no guard may turn out apart.
bool is_compared_by_content(const Value& value) {
  return value.fully_known() || value.is(Value::Kind::string);
}

std::size_t hash_of(const Value& value) {
  if (is_compared_by_content(value)) return std::hash<std::string>()(value.to_display());
  return std::hash<const void*>()(value.identity());
}

bool surely_same(const Value& left, const Value& right) {
  const bool copies = left.identity() == right.identity() && left.is_encoded() == right.is_encoded();
  return copies || (is_compared_by_content(left) && left.same_content(right));
}

bool holds(const std::vector<Value>& values, const Value& wanted) {
  return std::any_of(values.begin(), values.end(),
                     [&](const Value& value) { return surely_same(value, wanted); });
}

}  // namespace

bool ValueSet::insert(const Value& value) {
  std::vector<Value>& alike = values_[hash_of(value)];
  if (holds(alike, value)) return false;
  alike.push_back(value);
  return true;
}

bool ValueSet::contains(const Value& value) const {
  if (values_.empty()) return false;
  const auto alike = values_.find(hash_of(value));
  return alike != values_.end() && holds(alike->second, value);
}

bool is_given(const Value* value) {
  return value != nullptr && !value->is(Value::Kind::null) && !value->is(Value::Kind::absent);
}

std::span<const Value> known_part(const Value& list) {
  return list.is(Value::Kind::list) ? list.items() : list.known_items();
}

std::vector<Value> surely_held_items(const Value& list) {
  if (!list.is(Value::Kind::one_of)) {
    const std::span<const Value> known = known_part(list);
    return {known.begin(), known.end()};
  }
  std::vector<ValueSet> ways;
  for (const Alternative& alternative : list.alternatives()) {
    ValueSet& way = ways.emplace_back();
    for (const Value& item : known_part(alternative.value)) way.insert(item);
  }
  std::vector<Value> common;
  ValueSet taken;
  for (const Value& item : known_part(list.alternatives().front().value)) {
    const bool everywhere =
        std::all_of(ways.begin(), ways.end(), [&](const ValueSet& way) { return way.contains(item); });
    if (everywhere && taken.insert(item)) common.push_back(item);
  }
  return common;
}

}  // namespace rootproof::value
