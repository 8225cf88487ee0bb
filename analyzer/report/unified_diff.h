#pragma once

#include <iosfwd>
#include <string_view>

namespace rootproof::report {

struct DiffOptions {
  bool color = false;
  bool printable = false;  ///< for a terminal: nothing of the text may speak to it
};

/// What turns one text into the other, in the unified format that patch reads, with three lines around each
/// change. Secrets are redacted.
void render_unified_diff(std::string_view file, std::string_view before, std::string_view after,
                         DiffOptions options, std::ostream& out);

}  // namespace rootproof::report
