#pragma once

#include <optional>
#include <string_view>

#include "parsers/resource.h"

namespace rootproof {

/// Property of a resource: those of its arguments that somebody else changes (`ignore_changes`) and of which
/// rules ask alone, each with why it is not known what they are by now. No language has a name with a blank.
inline constexpr std::string_view kLeftToOthers = "left to others";

/// Why an argument of an existing resource may be another one than is written; nothing where it is the same.
[[nodiscard]] inline std::optional<value::Reason> left_to_others(const Resource& resource,
                                                                 std::string_view argument) {
  const value::Value* const arguments = resource.properties.find(kLeftToOthers);
  const value::Value* const found = arguments == nullptr ? nullptr : arguments->find(argument);
  const bool left = found != nullptr && found->is(value::Value::Kind::unknown);
  return left ? std::optional(found->reason()) : std::nullopt;
}

}  // namespace rootproof
