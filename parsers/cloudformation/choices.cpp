#include "parsers/cloudformation/choices.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using value::Alternative;
using value::Member;
using value::Origin;
using value::Value;

std::optional<std::vector<Combination>> combinations(std::span<const Value> values) {
  std::vector<Combination> all(1);
  for (const Value& value : values) {
    if (!value.is(Value::Kind::one_of)) {
      for (Combination& combination : all) combination.values.push_back(value);
      continue;
    }
    std::vector<Combination> grown;
    for (const Combination& combination : all) {
      for (const Alternative& alternative : value.alternatives()) {
        Combination next{combination.guard & alternative.guard, combination.values};
        if (next.guard.impossible()) continue;
        if (grown.size() == limits::kAlternatives) return std::nullopt;
        next.values.push_back(alternative.value);
        grown.push_back(std::move(next));
      }
    }
    all = std::move(grown);
  }
  return all;
}

Value for_each_combination(std::span<const Value> values, const Origin& origin,
                           const std::function<Value(std::span<const Value>)>& function) {
  const std::optional<std::vector<Combination>> all = combinations(values);
  if (!all) {
    return Value::unknown({value::ReasonKind::limit, "kAlternatives", origin.span()}, value::ValueType::any,
                          origin);
  }
  std::vector<Alternative> results;
  for (const Combination& combination : *all) {
    results.push_back({combination.guard, function(combination.values)});
  }
  const bool all_same =
      !results.empty() && std::all_of(results.begin(), results.end(), [&](const Alternative& a) {
        return a.value.same_content(results.front().value);
      });
  return all_same ? results.front().value : Value::one_of(std::move(results), origin);
}

Value for_each_alternative(const Value& value, const std::function<Value(const Value&)>& function) {
  if (!value.is(Value::Kind::one_of)) return function(value);
  return for_each_combination(std::span(&value, 1), value.origin(),
                              [&](std::span<const Value> values) { return function(values.front()); });
}

Value push_choice_into_members(const Value& value) {
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<Member> members;
  std::unordered_set<std::string> seen;
  for (const Alternative& alternative : value.alternatives()) {
    if (!alternative.value.is(Value::Kind::map)) continue;
    for (const Member& member : alternative.value.members()) {
      if (seen.insert(member.key).second) members.push_back({member.key, member.key_span, {}});
    }
  }
  for (Member& member : members) {
    std::vector<Alternative> ways;
    for (const Alternative& alternative : value.alternatives()) {
      const Value* found = alternative.value.find(member.key);
      // A branch that is no map as a whole says of no member whether it is there.
      const bool unknown = alternative.value.is(Value::Kind::unknown);
      ways.push_back({alternative.guard, found != nullptr ? *found
                                         : unknown        ? alternative.value
                                                          : Value::absent()});
    }
    member.value = Value::one_of(std::move(ways), value.origin());
  }
  return members.empty() ? value : Value::map(std::move(members), value.origin());
}

}  // namespace rootproof::cloudformation
