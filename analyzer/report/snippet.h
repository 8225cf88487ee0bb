#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/engine/report_data.h"

/// The source lines of a span, ready for a terminal: printable, shortened, secrets hidden.
namespace rootproof::report {

/// One line of a snippet. `mark_begin` and `mark_end` are display columns of `text`, equal when nothing of
/// this line is marked.
struct SnippetLine {
  std::uint32_t number = 0;  ///< 0 stands for lines left out
  std::string text;
  std::size_t mark_begin = 0;
  std::size_t mark_end = 0;
  bool mark_from_start = false;  ///< only blanks stand before the mark
};

/// Lines of `span`: one, or the first and last ones of a longer span. Work and result are bounded by
/// constants, whatever the length of the lines. Empty when the report has no such file.
[[nodiscard]] std::vector<SnippetLine> snippet_lines(const engine::Report& report, source::Span span);

/// Bytes [begin, end) of a file, secrets hidden, nothing else changed. Empty when that is a lot: a quotation
/// that is not the whole region would mislead.
[[nodiscard]] std::string region_text(const engine::Report& report, const source::SourceFile& file,
                                      std::uint32_t begin, std::uint32_t end);

}  // namespace rootproof::report
