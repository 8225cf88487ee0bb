#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rootproof::report {

/// For every line of a text "hash:occurrence", as github/codeql-action computes `primaryLocationLineHash`: a
/// polynomial over the first 100 UTF-16 code units from the start of the line on, blanks skipped, line breaks
/// unified. The upload action warns when a log brings other values than it would compute itself.
/// The first element is line 1.
[[nodiscard]] std::vector<std::string> line_hashes(std::string_view text);

}  // namespace rootproof::report
