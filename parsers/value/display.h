#pragma once

#include <string>

#include "parsers/value/value.h"

/// One form for people, wherever they meet what is not known.
namespace rootproof::value {

/// "unknown-variable: var.partner".
[[nodiscard]] std::string describe(const Reason& reason);
/// "${own-account}", "${unknown-variable: var.x}".
[[nodiscard]] std::string to_display(const Hole& hole);

}  // namespace rootproof::value
