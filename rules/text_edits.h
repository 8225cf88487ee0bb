#pragma once

#include <optional>
#include <string_view>

#include "analyzer/engine/finding.h"
#include "parsers/value/value.h"

/// Edits that rules propose. They change text only where it stands as plainly as it can be read.
namespace rootproof::rules {

/// Adds a quoted text at the end of a list of quoted texts that is written out (HCL or JSON). nullopt for any
/// other list.
[[nodiscard]] std::optional<engine::Edit> add_to_list(const value::Value& list, std::string_view text);

}  // namespace rootproof::rules
