#include "analyzer/report/snippet.h"

#include <algorithm>
#include <string_view>

#include "analyzer/report/places.h"
#include "analyzer/report/redact.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kColumns = 110;       ///< display columns of a snippet line
constexpr std::size_t kColumnsBefore = 24;  ///< kept before the mark when the line is too long
constexpr std::size_t kColumnsBehind = 16;
constexpr std::size_t kTabColumns = 4;
constexpr std::size_t kContextBytes = 800;   ///< read around a line to recognise secrets
constexpr std::size_t kRegionBytes = 4'000;  ///< longer regions are not quoted
constexpr std::uint32_t kFirstLines = 4;     ///< of a long span
constexpr std::uint32_t kLastLines = 2;

bool is_line_break(char c) { return c == '\n' || c == '\r'; }
bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Part of one line, by byte offsets into the file, and what of it was cut.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool cut_before = false;
  bool cut_behind = false;
};

/// One code point as it will be shown.
struct Cell {
  char32_t shown = U' ';
  std::size_t width = 1;
};

Cell cell(char32_t code_point) {
  if (code_point == '\t') return {U' ', kTabColumns};
  const char32_t shown = printable(code_point);
  return {shown, display_width(shown)};
}

/// Moves back from `position` by at most `columns`, not over the start of the line.
std::size_t walk_back(std::string_view text, std::size_t position, std::size_t columns) {
  std::size_t used = 0;
  // Combining marks take no columns: a line of nothing else ends at the second bound.
  for (std::size_t steps = 0; position > 0 && steps < 2 * kColumns; ++steps) {
    std::size_t previous = position - 1;
    while (previous > 0 && continues_code_point(text[previous]) && position - previous < 4) --previous;
    if (is_line_break(text[previous])) break;
    std::size_t next = previous;
    used += cell(next_code_point(text, next)).width;
    if (used > columns) break;
    position = previous;
  }
  return position;
}

/// Moves on from `position` by at most `columns`, not over the end of the line; `used` tells how many.
std::size_t walk_on(std::string_view text, std::size_t position, std::size_t columns, std::size_t& used) {
  used = 0;
  for (std::size_t steps = 0; position < text.size() && steps < 2 * kColumns; ++steps) {
    if (is_line_break(text[position])) break;
    std::size_t next = position;
    const std::size_t width = cell(next_code_point(text, next)).width;
    if (used + width > columns) break;
    used += width;
    position = next;
  }
  return position;
}

std::size_t width_between(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t width = 0;
  while (begin < end) width += cell(next_code_point(text, begin)).width;
  return width;
}

/// The part of the line of `focus_begin` that fits, with the focus in it.
Window fit(std::string_view text, std::size_t focus_begin, std::size_t focus_end) {
  Window window;
  window.begin = walk_back(text, focus_begin, kColumns);
  std::size_t behind = 0;
  window.end = walk_on(text, focus_begin, kColumns, behind);
  const std::size_t before = width_between(text, window.begin, focus_begin);
  if (before + behind > kColumns) {
    const std::size_t focus =
        width_between(text, focus_begin, std::clamp(focus_end, focus_begin, window.end));
    const std::size_t wanted_behind = std::min(behind, focus + kColumnsBehind);
    const std::size_t room = kColumns - std::min(kColumns, wanted_behind);
    const std::size_t kept_before = std::min(before, std::max(room, kColumnsBefore));
    window.begin = walk_back(text, focus_begin, kept_before);
    window.end = walk_on(text, focus_begin, kColumns - kept_before, behind);
  }
  window.cut_before = window.begin > 0 && !is_line_break(text[window.begin - 1]);
  window.cut_behind = window.end < text.size() && !is_line_break(text[window.end]);
  return window;
}

/// Moves a byte offset back to the start of its code point.
std::size_t align(std::string_view text, std::size_t position) {
  position = std::min(position, text.size());
  while (position > 0 && position < text.size() && continues_code_point(text[position])) --position;
  return position;
}

/// The texts between quotation marks in [begin, end); all of it where there are none and it is no reference.
std::vector<ByteRange> literals_in(std::string_view text, std::size_t begin, std::size_t end) {
  const auto is_quote = [&](std::size_t at) { return text[at] == '"' || text[at] == '\''; };
  std::vector<ByteRange> literals;
  // A place may begin behind the quotation mark.
  for (std::size_t at = begin > 0 && is_quote(begin - 1) ? begin - 1 : begin; at < end; ++at) {
    if (!is_quote(at)) continue;
    std::size_t close = at + 1;
    while (close < end && text[close] != text[at]) close += text[close] == '\\' ? 2U : 1U;
    literals.push_back({at + 1, std::min(close, end)});
    at = close;
  }
  const bool bare =
      literals.empty() && text.substr(begin, end - begin).find_first_of(".(!") == std::string_view::npos;
  if (bare) literals.push_back({begin, end});
  return literals;
}

/// The bytes of [begin, end) to hide, judged with some text around.
class HiddenBytes {
 public:
  HiddenBytes(const engine::Report& report, const source::SourceFile& file, std::size_t begin,
              std::size_t end) {
    const std::string_view text = file.text();
    const std::size_t base = align(text, begin - std::min(begin, kContextBytes));
    const std::size_t limit = align(text, std::min(text.size(), end + kContextBytes));
    ranges_ = secret_ranges(text.substr(base, limit - base));
    for (ByteRange& range : ranges_) range = {base + range.begin, base + range.end};
    const std::vector<ByteRange> recognised = ranges_;
    const source::Span first{file.id(), 0, 0};
    for (auto secret = std::lower_bound(report.secrets.begin(), report.secrets.end(), first);
         secret != report.secrets.end() && secret->file == file.id() && secret->begin < limit; ++secret) {
      if (secret->end <= base || secret->end > text.size()) continue;
      const bool known = std::any_of(recognised.begin(), recognised.end(), [&](const ByteRange& range) {
        return range.begin < secret->end && secret->begin < range.end;
      });
      if (known) continue;
      const std::vector<ByteRange> literals = literals_in(text, secret->begin, secret->end);
      ranges_.insert(ranges_.end(), literals.begin(), literals.end());
    }
  }
  [[nodiscard]] bool contains(std::size_t position) const {
    return std::any_of(ranges_.begin(), ranges_.end(), [&](const ByteRange& range) {
      return range.begin <= position && position < range.end;
    });
  }

 private:
  std::vector<ByteRange> ranges_;
};

/// The line that holds `focus_begin`, with [focus_begin, focus_end) marked as far as it is on this line.
SnippetLine render_line(const engine::Report& report, const source::SourceFile& file, std::size_t focus_begin,
                        std::size_t focus_end, std::uint32_t number) {
  const std::string_view text = file.text();
  const Window window = fit(text, focus_begin, focus_end);
  const HiddenBytes hidden(report, file, window.begin, window.end);
  SnippetLine line;
  line.number = number;
  line.mark_from_start = !window.cut_before;
  std::size_t column = 0;
  if (window.cut_before) {
    line.text += "…";
    ++column;
  }
  bool marked = false;
  for (std::size_t position = window.begin; position < window.end;) {
    if (position >= focus_begin && !marked) {
      line.mark_begin = column;
      marked = true;
    }
    const bool hide = hidden.contains(position);
    const char32_t code_point = next_code_point(text, position);
    const Cell shown = hide ? Cell{U'*', 1} : cell(code_point);
    if (!marked && shown.shown != U' ') line.mark_from_start = false;
    if (code_point == '\t' && !hide) {
      line.text.append(kTabColumns, ' ');
    } else {
      append_utf8(line.text, shown.shown);
    }
    column += shown.width;
    if (marked && position <= focus_end) line.mark_end = column;
  }
  if (!marked) line.mark_begin = column;
  line.mark_end = std::max(line.mark_end, line.mark_begin);
  if (window.cut_behind) line.text += "…";
  return line;
}

std::size_t line_start(const source::SourceFile& file, std::uint32_t number) {
  return file.offset({number, 1});
}

}  // namespace

std::vector<SnippetLine> snippet_lines(const engine::Report& report, source::Span span) {
  const source::SourceFile* file = file_of(report, span);
  if (file == nullptr || file->text().empty()) return {};
  const std::string_view text = file->text();
  const std::size_t begin = align(text, span.begin);
  std::size_t end = std::max(begin, align(text, std::max(span.begin, span.end)));
  // A line break at the end of the span marks nothing.
  while (end > begin && is_line_break(text[end - 1])) --end;
  const std::uint32_t first = file->location(static_cast<std::uint32_t>(begin)).line;
  const std::uint32_t last = file->location(static_cast<std::uint32_t>(end)).line;
  if (first == last) return {render_line(report, *file, begin, end, first)};

  std::vector<SnippetLine> lines{render_line(report, *file, begin, end, first)};
  const bool all = last - first < kFirstLines + kLastLines;
  for (std::uint32_t number = first + 1; number < last; ++number) {
    if (!all && number == first + kFirstLines) {
      lines.push_back({});
      number = last - kLastLines;
      continue;
    }
    const std::size_t start = line_start(*file, number);
    lines.push_back(render_line(report, *file, start, start, number));
  }
  // The end of the last line must be in sight: it is what is marked.
  const std::size_t last_start = line_start(*file, last);
  std::size_t final_code_point = std::max(last_start, end - 1);
  final_code_point = align(text, final_code_point);
  lines.push_back(render_line(report, *file, final_code_point, end, last));
  return lines;
}

std::string region_text(const engine::Report& report, const source::SourceFile& file, std::uint32_t begin,
                        std::uint32_t end) {
  const std::string_view text = file.text();
  if (begin > end || end > text.size() || end - begin > kRegionBytes) return {};
  const HiddenBytes hidden(report, file, begin, end);
  std::string shown;
  for (std::size_t position = begin; position < end; ++position) {
    // One star for each code point keeps columns where they are.
    if (!hidden.contains(position))
      shown += text[position];
    else if (!continues_code_point(text[position]))
      shown += '*';
  }
  return shown;
}

}  // namespace rootproof::report
