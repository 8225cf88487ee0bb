#include "analyzer/report/unified_diff.h"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kAround = 3;
/// Beyond this many pairs of lines, all between the first and the last change counts as changed.
constexpr std::size_t kComparedPairs = 4'000'000;

using Lines = std::vector<std::string_view>;

/// Each with its line break.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// A line of the diff: ' ', '-' or '+'.
struct DiffLine {
  char mark;
  std::string_view text;
};

/// The lines between the common beginning and the common end, by the longest common subsequence.
void compare(std::span<const std::string_view> before, std::span<const std::string_view> after,
             std::vector<DiffLine>& out) {
  const std::size_t rows = before.size();
  const std::size_t columns = after.size();
  if (rows * columns > kComparedPairs) {
    for (const std::string_view line : before) out.push_back({'-', line});
    for (const std::string_view line : after) out.push_back({'+', line});
    return;
  }
  std::vector<std::uint32_t> longest((rows + 1) * (columns + 1));
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return longest[i * (columns + 1) + j];
  };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;)
      at(i, j) = before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && before[i] == after[j]) {
      out.push_back({' ', before[i]});
      ++i;
      ++j;
    } else if (i < rows && (j == columns || at(i + 1, j) >= at(i, j + 1))) {
      out.push_back({'-', before[i++]});
    } else {
      out.push_back({'+', after[j++]});
    }
  }
}

std::vector<DiffLine> diff_of(const Lines& before, const Lines& after) {
  std::size_t same = 0;
  while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
  std::size_t end = 0;
  while (end < before.size() - same && end < after.size() - same &&
         before[before.size() - 1 - end] == after[after.size() - 1 - end])
    ++end;
  std::vector<DiffLine> lines;
  for (std::size_t i = 0; i < same; ++i) lines.push_back({' ', before[i]});
  compare(std::span(before).subspan(same, before.size() - same - end),
          std::span(after).subspan(same, after.size() - same - end), lines);
  for (std::size_t i = before.size() - end; i < before.size(); ++i) lines.push_back({' ', before[i]});
  return lines;
}

/// "3,7": where a part of a file begins and how long it is; in front of the first line it begins at 0.
std::string range(std::size_t begin, std::size_t size) {
  const std::string start = std::to_string(size == 0 ? begin : begin + 1);
  return size == 1 ? start : start + "," + std::to_string(size);
}

void print_line(const DiffLine& line, DiffOptions options, std::ostream& out) {
  std::string_view text = line.text;
  const bool broken = text.ends_with('\n');
  if (broken) text.remove_suffix(1);
  const char* paint = !options.color || line.mark == ' ' ? "" : line.mark == '-' ? "\x1b[31m" : "\x1b[32m";
  out << paint << line.mark << (options.printable ? printable_sentence(text) : std::string(text))
      << (*paint != '\0' ? "\x1b[0m" : "") << '\n';
  if (!broken) out << "\\ No newline at end of file\n";
}

}  // namespace

void render_unified_diff(std::string_view file, std::string_view before, std::string_view after,
                         DiffOptions options, std::ostream& out) {
  // A secret may begin on one line and end on the next.
  const std::string old_text = redact(before);
  const std::string new_text = redact(after);
  const Lines old_lines = lines_of(old_text);
  const Lines new_lines = lines_of(new_text);
  const std::vector<DiffLine> lines = diff_of(old_lines, new_lines);
  const std::string name = printable_sentence(file);
  out << "--- " << name << "\n+++ " << name << '\n';
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  std::size_t done = 0;  // lines that are printed or passed over
  while (done < lines.size()) {
    std::size_t change = done;
    while (change < lines.size() && lines[change].mark == ' ') ++change;
    if (change == lines.size()) return;
    const std::size_t begin = std::max(done, change - std::min(change, kAround));
    old_line += begin - done;
    new_line += begin - done;
    // The hunk ends where twice the lines around stay as they are.
    std::size_t last = change;
    for (std::size_t i = change; i < lines.size() && i <= last + 2 * kAround; ++i)
      if (lines[i].mark != ' ') last = i;
    const std::size_t end = std::min(lines.size(), last + kAround + 1);
    std::size_t old_size = 0;
    std::size_t new_size = 0;
    for (std::size_t i = begin; i < end; ++i) {
      old_size += lines[i].mark == '+' ? 0U : 1U;
      new_size += lines[i].mark == '-' ? 0U : 1U;
    }
    out << "@@ -" << range(old_line, old_size) << " +" << range(new_line, new_size) << " @@\n";
    for (std::size_t i = begin; i < end; ++i) print_line(lines[i], options, out);
    old_line += old_size;
    new_line += new_size;
    done = end;
  }
}

}  // namespace rootproof::report
