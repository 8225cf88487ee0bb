#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "parsers/value/value.h"

/// Working with values that may turn out in several ways: whatever is done to them is done to each way.
namespace rootproof::cloudformation {

/// One way several values may turn out together.
struct Combination {
  value::Guard guard;
  std::vector<value::Value> values;
};

/// Every way the values may turn out together, contradictions left out; nullopt when there are more than
/// limits::kAlternatives.
[[nodiscard]] std::optional<std::vector<Combination>> combinations(std::span<const value::Value> values);

/// `function` of every combination, as one_of; just its result when it is the same for all.
[[nodiscard]] value::Value for_each_combination(
    std::span<const value::Value> values, const value::Origin& origin,
    const std::function<value::Value(std::span<const value::Value>)>& function);

/// The same for a single value.
[[nodiscard]] value::Value for_each_alternative(
    const value::Value& value, const std::function<value::Value(const value::Value&)>& function);

/// A one_of map becomes a map whose members are one_of, so that its members can be looked up. Other values
/// stay as they are.
[[nodiscard]] value::Value push_choice_into_members(const value::Value& value);

/// The same choice in fewer alternatives: those with one value that differ in a single term are one.
[[nodiscard]] value::Value merged_alternatives(const value::Value& value);

/// Whether all of the truths hold (`all`), or any of them: the other truth decides alone, whatever is not
/// known beside it.
[[nodiscard]] value::Value all_or_any(std::span<const value::Value> truths, bool all,
                                      const value::Origin& origin);

/// A value where a guard holds: alternatives that it excludes are gone, and what it says a parameter is
/// stands for that parameter. Visits at most `budget` values, which it counts down; the rest stays as it is.
[[nodiscard]] value::Value value_under(const value::Value& value, const value::Guard& guard,
                                       std::size_t& budget);

}  // namespace rootproof::cloudformation
