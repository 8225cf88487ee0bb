#pragma once

#include <optional>
#include <vector>

#include "parsers/value/guard.h"
#include "parsers/value/value.h"

namespace rootproof::value {

/// What a value is wherever `guard` holds: without the ways that exclude it, and without the conditions that
/// follow from it. Where none of its ways goes with the guard, a value stays as it is.
[[nodiscard]] Value under(const Guard& guard, const Value& value);

/// The ways of a one_of that go with `guard`, without the conditions that follow from it; what stands in them
/// is as it was.
[[nodiscard]] std::vector<Alternative> ways_under(const Guard& guard, const Value& choice);

/// The guard that holds where none of these does; nullopt where no conjunction says that.
[[nodiscard]] std::optional<Guard> none_of(const std::vector<const Guard*>& guards);

}  // namespace rootproof::value
