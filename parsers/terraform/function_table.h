#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parsers/terraform/functions.h"

namespace rootproof::terraform {

/// One call of a function, with what its implementation needs.
struct Call {
  std::string_view name;
  std::span<const value::Value> arguments;
  const FunctionContext& context;

  /// unknown(invalid): Terraform would refuse this call.
  [[nodiscard]] value::Value invalid(std::string message) const;
  [[nodiscard]] value::Value unsupported(std::string_view what) const;
  [[nodiscard]] value::Origin origin() const;
  /// unknown for the first reason inside an argument, invalid when it has none.
  [[nodiscard]] value::Value unknown_because(const value::Value& argument,
                                             value::ValueType type = value::ValueType::any) const;
  [[nodiscard]] value::Value text(std::string result) const;
};

inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

struct FunctionEntry {
  std::string_view name;
  std::size_t least;
  std::size_t most;
  value::Value (*function)(const Call& call);
  bool keeps_alternatives = false;  ///< takes one_of arguments as they are
};

/// The table of evaluated functions, sorted by name within each of its parts; nullptr for others.
[[nodiscard]] const FunctionEntry* find_function(std::string_view name);

/// The parts of the table: text, collections, types and files.
[[nodiscard]] std::span<const FunctionEntry> text_functions();
[[nodiscard]] std::span<const FunctionEntry> collection_functions();
[[nodiscard]] std::span<const FunctionEntry> type_functions();

/// Known text of an argument, converted as Terraform does; nullopt when it is not wholly known.
[[nodiscard]] std::optional<std::string> known_text(const value::Value& value);

}  // namespace rootproof::terraform
