#pragma once

#include <set>
#include <string>

#include "parsers/resource.h"

namespace rootproof::terraform {

/// The same value with all of it at another place.
[[nodiscard]] value::Value moved_to(const value::Value& value, source::Span span);

/// A planned value at the place where the configuration has it. What the plan does not know is taken from the
/// configuration; `differs` is set when both know it and disagree. Every comparison takes one of `budget`;
/// when it is used up the planned value counts.
[[nodiscard]] value::Value join_values(const value::Value& configured, const value::Value& planned,
                                       source::Span place, std::size_t& budget, bool& differs);

/// The planned resources at the places of the configuration. What the configuration has and the plan has not
/// may be absent, `deleted` is gone. Differences are notices.
[[nodiscard]] EvaluatedUnit join_units(EvaluatedUnit configured, EvaluatedUnit planned,
                                       const std::set<std::string>& deleted);

}  // namespace rootproof::terraform
