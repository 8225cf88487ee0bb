#include "parsers/source/source_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/source/text_encoding.h"

namespace rootproof::source {
namespace {

constexpr std::size_t kBlockBytes = 4096;
constexpr std::size_t kBytesPerLine = 24;  // of typical files, rather too few

/// Starts of all lines: `\n`, `\r\n` and a lone `\r` each end one.
std::vector<std::uint32_t> find_line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  starts.reserve(1 + text.size() / kBytesPerLine);
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto add = [&](const char* start) { starts.push_back(static_cast<std::uint32_t>(start - begin)); };
  const bool only_line_feeds = text.find('\r') == std::string_view::npos;
  for (const char* at = begin; at != end;) {
    if (only_line_feeds) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (at == nullptr) break;
      add(++at);
      continue;
    }
    const char c = *at++;
    if (c == '\r' && at != end && *at == '\n') ++at;
    if (c == '\r' || c == '\n') add(at);
  }
  return starts;
}

bool starts_code_point(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0U) != 0x80U; }

std::uint32_t code_points_in(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  std::size_t count = text.size();
  std::size_t at = 0;
  // Bytes that go on with a code point have the high bit and not the next one.
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    count -= (((word >> 7U) & ~(word >> 6U) & kOnes) * kOnes) >> 56U;
  }
  for (; at < text.size(); ++at) count -= starts_code_point(text[at]) ? 0 : 1;
  return static_cast<std::uint32_t>(count);
}

}  // namespace

SourceFile::SourceFile(FileId id, std::string path, std::string_view bytes)
    : id_(id), path_(std::move(path)) {
  if (bytes.size() > limits::kFileBytes) {
    line_starts_ = {0};
    set_problem(ProblemKind::limit, "file of " + std::to_string(bytes.size()) +
                                        " bytes is larger than the limit of " +
                                        std::to_string(limits::kFileBytes) + " bytes and was not read");
    return;
  }
  DecodedText decoded = decode_text(bytes);
  text_ = std::move(decoded.text);
  original_bytes_ = text_ == bytes;
  line_starts_ = find_line_starts(text_);
  count_code_points();
  if (decoded.error) {
    const std::uint32_t begin = decoded.error->offset;
    problem_ = {ProblemKind::encoding, span(begin, begin + decoded.error->size), decoded.error->message};
  }
}

Location SourceFile::location(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::uint32_t line_start = *(after - 1);
  const std::uint32_t before =
      offset - line_start <= kBlockBytes
          ? code_points_in(std::string_view(text_).substr(line_start, offset - line_start))
          : code_points_before(offset) - code_points_before(line_start);
  return {static_cast<std::uint32_t>(after - line_starts_.begin()), before + 1};
}

void SourceFile::count_code_points() {
  std::uint32_t count = 0;
  for (std::size_t begin = 0; begin < text_.size(); begin += kBlockBytes) {
    code_points_.push_back(count);
    count += code_points_in(std::string_view(text_).substr(begin, kBlockBytes));
  }
}

std::uint32_t SourceFile::code_points_before(std::uint32_t offset) const {
  if (offset == 0) return 0;
  const std::size_t block = (offset - 1) / kBlockBytes;
  const std::size_t begin = block * kBlockBytes;
  return code_points_[block] + code_points_in(std::string_view(text_).substr(begin, offset - begin));
}

std::uint32_t SourceFile::offset(Location location) const {
  if (location.line == 0) return 0;
  if (location.line > line_count()) return static_cast<std::uint32_t>(text_.size());
  const std::string_view content = line(location.line);
  std::size_t position = 0;
  for (std::uint32_t column = 1; column < location.column && position < content.size(); ++column) {
    ++position;
    while (position < content.size() && !starts_code_point(content[position])) ++position;
  }
  return line_starts_[location.line - 1] + static_cast<std::uint32_t>(position);
}

std::string_view SourceFile::line(std::uint32_t number) const {
  if (number == 0 || number > line_count()) return {};
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_count() ? line_starts_[number] : text_.size();
  if (end > begin && text_[end - 1] == '\n') --end;
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

void SourceFile::hide(Span part) {
  constexpr std::string_view kFillers[] = {"*", "\xC2\xB7", "\xE2\x80\xA2", "\xF0\x9F\x82\xA0"};
  const std::size_t end = std::min<std::size_t>(part.end, text_.size());
  for (std::size_t at = part.begin; at < end;) {
    std::size_t next = at + 1;
    while (next < end && !starts_code_point(text_[next])) ++next;
    const std::string_view filler = kFillers[std::min<std::size_t>(next - at, 4) - 1];
    text_.replace(at, filler.size(), filler);
    at = next;
  }
}

void SourceFile::set_problem(ProblemKind problem_kind, std::string message) {
  problem_ = {problem_kind, span(0, 0), std::move(message)};
}

SourceFile& SourceTable::add(std::string path, std::string_view bytes) {
  const auto id = static_cast<FileId>(static_cast<std::uint32_t>(files_.size()));
  return files_.emplace_back(id, std::move(path), bytes);
}

std::string_view SourceTable::text(Span span) const {
  if (static_cast<std::size_t>(span.file) >= files_.size() || span.begin > span.end) return {};
  const std::string_view text = file(span.file).text();
  if (span.begin > text.size()) return {};
  return text.substr(span.begin, span.size());
}

}  // namespace rootproof::source
