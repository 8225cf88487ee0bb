#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/engine/report_data.h"

namespace rootproof::report {

/// One line of what a fix changes, printable.
struct SuggestionLine {
  std::uint32_t number = 0;
  bool added = false;
  std::string text;
};

/// The lines before and after the edits of a fix; empty when they are many, long, overlapping, in several
/// files or carry a secret: the description then has to do.
[[nodiscard]] std::vector<SuggestionLine> suggestion_lines(const engine::Report& report,
                                                           const engine::Fix& fix);

}  // namespace rootproof::report
