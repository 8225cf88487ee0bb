#include "analyzer/report/suggestion.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kBytes = 600;  ///< of all lines that change, before or after
constexpr std::size_t kLines = 8;

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// Sorted edits of one file that do not overlap.
std::optional<std::vector<engine::Edit>> ordered_edits(const engine::Fix& fix) {
  std::vector<engine::Edit> edits = fix.edits;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const engine::Edit& a, const engine::Edit& b) { return a.span < b.span; });
  for (std::size_t i = 1; i < edits.size(); ++i) {
    if (edits[i].span.file != edits[0].span.file || edits[i].span.begin < edits[i - 1].span.end) {
      return std::nullopt;
    }
  }
  return edits;
}

std::string printable_line(std::string_view line) {
  std::string expanded;
  for (const char c : line) {
    if (c == '\t') {
      expanded += "    ";
    } else {
      expanded += c;
    }
  }
  return printable_sentence(expanded);
}

/// Removed lines, then added ones; lines that stay at both ends are left out.
std::vector<SuggestionLine> changed_lines(std::string_view before, std::string_view after,
                                          std::uint32_t number) {
  std::vector<std::string_view> removed = split_lines(before);
  std::vector<std::string_view> added = split_lines(after);
  // The beginning first: a new block behind another ends with the same sign as that.
  std::size_t same = 0;
  while (same < removed.size() && same < added.size() && removed[same] == added[same]) ++same;
  while (removed.size() > same && added.size() > same && removed.back() == added.back()) {
    removed.pop_back();
    added.pop_back();
  }
  std::vector<SuggestionLine> lines;
  const auto append = [&](const std::vector<std::string_view>& texts, bool is_added) {
    for (std::size_t i = same; i < texts.size() && lines.size() <= kLines; ++i) {
      lines.push_back({number + static_cast<std::uint32_t>(i), is_added, printable_line(texts[i])});
    }
  };
  append(removed, false);
  append(added, true);
  if (lines.size() > kLines) return {};
  return lines;
}

}  // namespace

std::vector<SuggestionLine> suggestion_lines(const engine::Report& report, const engine::Fix& fix) {
  if (!has_printable_edits(report, fix)) return {};
  const auto edits = ordered_edits(fix);
  if (!edits) return {};
  const source::SourceFile& file = *file_of(report, edits->front().span);
  if (edits->back().span.end - edits->front().span.begin > kBytes) return {};
  const std::uint32_t first = file.location(edits->front().span.begin).line;
  const std::uint32_t last = file.location(edits->back().span.end).line;
  const std::uint32_t begin = file.offset({first, 1});
  const std::uint32_t end =
      last < file.line_count() ? file.offset({last + 1, 1}) : static_cast<std::uint32_t>(file.text().size());
  if (end - begin > kBytes) return {};

  const std::string_view before = file.text().substr(begin, end - begin);
  std::string after;
  std::uint32_t position = begin;
  for (const engine::Edit& edit : *edits) {
    after += file.text().substr(position, edit.span.begin - position);
    after += edit.text;
    position = edit.span.end;
  }
  after += file.text().substr(position, end - position);
  if (after.size() > kBytes) return {};

  return changed_lines(redact(before), redact(after), first);
}

}  // namespace rootproof::report
