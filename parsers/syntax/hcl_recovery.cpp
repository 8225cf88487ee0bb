#include "parsers/syntax/hcl_recovery.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_restart.h"

namespace rootproof::hcl {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Reports ranges that stay unread, each with the error at its beginning.
class UnreadRanges {
 public:
  explicit UnreadRanges(File& file) : file_(file) {}

  void add(std::uint32_t begin, std::uint32_t end, source::Problem error) {
    const std::string_view text = file_.source->text().substr(begin, end - begin);
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first != std::string_view::npos) {
      end = begin + static_cast<std::uint32_t>(text.find_last_not_of(kBlank)) + 1;
      begin += static_cast<std::uint32_t>(first);
    }
    const std::uint32_t first_line = line(begin);
    const std::uint32_t last_line = line(end > begin ? end - 1 : end);
    if (++count_ > limits::kErrorsPerFile) {
      last_unread_line_ = last_line;
      return;
    }
    file_.problems.push_back(std::move(error));
    std::string lines = first_line == last_line
                            ? "line " + std::to_string(first_line)
                            : "lines " + std::to_string(first_line) + "–" + std::to_string(last_line);
    file_.problems.push_back(
        {source::ProblemKind::syntax, file_.source->span(begin, end), "file partly unread: " + lines});
    last_end_ = end;
  }

  void summarize_rest() {
    if (count_ <= limits::kErrorsPerFile) return;
    file_.problems.push_back({source::ProblemKind::syntax, file_.source->span(last_end_, last_end_),
                              "file partly unread: " + std::to_string(count_ - limits::kErrorsPerFile) +
                                  " more places up to line " + std::to_string(last_unread_line_)});
  }

 private:
  [[nodiscard]] std::uint32_t line(std::uint32_t offset) const { return file_.source->location(offset).line; }

  File& file_;
  std::size_t count_ = 0;
  std::uint32_t last_unread_line_ = 0;
  std::uint32_t last_end_ = 0;
};

/// Bytes before the item on its line.
std::uint32_t column_of(std::string_view text, std::uint32_t item) {
  const std::size_t line_break = item == 0 ? std::string_view::npos : text.rfind('\n', item - 1);
  const std::size_t begin = line_break == std::string_view::npos ? 0 : line_break + 1;
  return item - static_cast<std::uint32_t>(begin);
}

std::vector<std::uint32_t> restarts(const source::SourceFile& source, std::uint32_t from) {
  const std::string_view text = source.text();
  const bool attributes =
      source.kind == source::FileKind::terraform_variables || ends_with(source.path(), ".tfvars");
  const RestartRules rules{from, column_of(text, from), attributes};
  std::vector<std::uint32_t> result = restarts_by_tree(text, rules);
  const std::vector<std::uint32_t> lines = restarts_by_line(text, rules);
  result.insert(result.end(), lines.begin(), lines.end());
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace

void recover(File& file, const Parser& broken, AttributeNames& names) {
  file.recovered = true;
  const auto size = static_cast<std::uint32_t>(file.source->text().size());
  UnreadRanges unread(file);
  // The error that waits for the end of its range, and the beginning of that range.
  std::optional<source::Problem> error = broken.problem();
  std::uint32_t unread_begin = broken.item_begin();
  std::uint32_t seen = unread_begin + 1;
  // A block that is never closed is looked at up to the end of the file. When that has happened too often,
  // each attempt may look only as far as the next place to start, so that all of them together stay linear.
  constexpr std::size_t kRereadings = 8;
  std::size_t budget = kRereadings * size;

  const std::vector<std::uint32_t> places = restarts(*file.source, unread_begin);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::uint32_t begin = places[i];
    if (begin < seen) continue;
    const std::uint32_t end = budget == 0 && i + 1 < places.size() ? places[i + 1] : size;
    Parser parser(file, begin, end);
    const bool healthy = parser.parse_items(names);
    if (!healthy) budget -= std::min<std::size_t>(budget, parser.read_to() - parser.item_begin());
    if (!healthy && error && parser.item_begin() == begin) continue;
    if (error) unread.add(unread_begin, begin, std::move(*error));
    error = parser.problem();
    unread_begin = parser.item_begin();
    seen = healthy ? end : unread_begin + 1;
  }
  if (error) unread.add(unread_begin, size, std::move(*error));
  unread.summarize_rest();
}

}  // namespace rootproof::hcl
