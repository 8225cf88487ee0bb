#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/terraform/functions.h"

namespace rootproof::terraform {

/// One call of a function, with what its implementation needs. The arguments have the types of the signature.
struct Call {
  std::string_view name;
  std::span<const value::Value> arguments;
  const FunctionContext& context;

  /// unknown(invalid): Terraform would refuse this call.
  [[nodiscard]] value::Value invalid(std::string message) const;
  [[nodiscard]] value::Value unsupported(std::string_view what) const;
  /// unknown(limit): the result would be larger than the named limit allows.
  [[nodiscard]] value::Value too_large(std::string_view limit) const;
  [[nodiscard]] value::Origin origin() const;
  /// unknown for the first reason inside an argument, invalid when it has none.
  [[nodiscard]] value::Value unknown_because(const value::Value& argument,
                                             value::ValueType type = value::ValueType::any) const;
  [[nodiscard]] value::Value text(std::string result) const;
  [[nodiscard]] value::Value number(std::int64_t result) const;
  [[nodiscard]] value::Value boolean(bool result) const;
  [[nodiscard]] value::Value list(std::vector<value::Value> items,
                                  value::ListKind kind = value::ListKind::tuple) const;
  /// A known argument of type string, and of type number as a whole number.
  [[nodiscard]] std::string text_argument(std::size_t index) const;
  [[nodiscard]] std::optional<std::int64_t> whole_argument(std::size_t index) const;
};

/// The file at a path relative to the root module, nullptr where there is none that may be read.
[[nodiscard]] const source::SourceFile* read_file(const Call& call, const std::string& path);

/// Who takes care of arguments that are not wholly known.
enum class Unknowns : std::uint8_t {
  none,          ///< the call is made with wholly known arguments only
  parts,         ///< the function copes with unknown, partial and hidden parts
  alternatives,  ///< it also takes one_of as it is
};

/// `signature` has one letter per parameter: s string, n number, b bool, a any, L list, S set, t list of
/// strings, T the same with encoded values left as they are, B list of bools, M map of lists of strings; `?`
/// behind it allows null, `*` at the end lets the last one repeat, also not at all. Behind `>` stands the
/// result: s n b l m a. (terraform metadata functions)
struct FunctionEntry {
  std::string_view name;
  std::string_view signature;
  value::Value (*function)(const Call& call);
  Unknowns unknowns = Unknowns::none;
};

/// The entry of an evaluated function; nullptr for others.
[[nodiscard]] const FunctionEntry* find_function(std::string_view name);

/// The parts of the table, each sorted by name.
[[nodiscard]] std::span<const FunctionEntry> assume_functions();
[[nodiscard]] std::span<const FunctionEntry> text_functions();
[[nodiscard]] std::span<const FunctionEntry> format_functions();
[[nodiscard]] std::span<const FunctionEntry> pattern_functions();
[[nodiscard]] std::span<const FunctionEntry> encoding_functions();
[[nodiscard]] std::span<const FunctionEntry> hash_functions();
[[nodiscard]] std::span<const FunctionEntry> number_functions();
[[nodiscard]] std::span<const FunctionEntry> network_functions();
[[nodiscard]] std::span<const FunctionEntry> time_functions();
[[nodiscard]] std::span<const FunctionEntry> collection_functions();
[[nodiscard]] std::span<const FunctionEntry> set_functions();
[[nodiscard]] std::span<const FunctionEntry> type_functions();
[[nodiscard]] std::span<const FunctionEntry> file_functions();
[[nodiscard]] std::span<const FunctionEntry> provider_functions();

/// Known text of a value, converted as Terraform does; nullopt when it is not wholly known or no text.
[[nodiscard]] std::optional<std::string> known_text(const value::Value& value);

/// Whether what is not known of a text is account ids, partitions, Regions and suffixes of host names:
/// lower-case letters, digits, hyphens and dots.
[[nodiscard]] bool has_simple_gaps(const value::Value& text);
/// Whether such a part never holds a piece of this text.
[[nodiscard]] bool is_outside_simple_gaps(std::string_view text);

}  // namespace rootproof::terraform
