#pragma once

#include <optional>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"

namespace rootproof::syntax {

/// The type of a plain scalar by the YAML 1.1 type repository (yaml.org/type), as CloudFormation reads it:
///  - `y` and `n` alone stay text, `yes`, `no`, `on`, `off`, `true`, `false` in three spellings are booleans;
///  - dates and times stay text, the service has no timestamps;
///  - only numbers in plain decimal are numbers. Leading zeros (octal; account ids), hexadecimal, binary,
///    underscores, sexagesimal and infinities stay text, because their text is not their value in decimal and
///    what a service makes of them differs (cloudformation.md §1.2): keeping the text loses nothing.
[[nodiscard]] ScalarType resolve_plain(std::string_view text);

/// The truth value a boolean scalar spells; nullopt when it spells none.
[[nodiscard]] std::optional<bool> boolean_value(std::string_view text);

/// The type of a scalar under one of YAML's own tags (`tag:yaml.org,2002:int` → "int"); nullopt for a tag
/// that says nothing about it. A text that does not fit the tag is a string.
[[nodiscard]] std::optional<ScalarType> resolve_tagged(std::string_view core_tag, std::string_view text);

}  // namespace rootproof::syntax
