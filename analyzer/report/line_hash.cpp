#include "analyzer/report/line_hash.h"

#include <charconv>
#include <cstddef>
#include <unordered_map>

#include "analyzer/report/terminal_text.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kBase = 37;
constexpr char16_t kEndOfFile = 0xFFFF;

struct Units {
  std::vector<char16_t> units;      ///< what is hashed
  std::vector<std::size_t> starts;  ///< of the lines
};

Units hashed_units(std::string_view text) {
  Units result;
  result.units.reserve(text.size() + kWindow + 1);
  bool line_start = true;
  bool behind_carriage_return = false;
  const auto put = [&](char16_t unit) {
    if (line_start) result.starts.push_back(result.units.size());
    line_start = unit == u'\n';
    result.units.push_back(unit);
  };
  for (std::size_t position = 0; position < text.size();) {
    const char32_t code_point = next_code_point(text, position);
    const bool skip =
        code_point == ' ' || code_point == '\t' || (behind_carriage_return && code_point == '\n');
    behind_carriage_return = code_point == '\r';
    if (skip) continue;
    if (code_point == '\r') {
      put(u'\n');
    } else if (code_point < 0x10000) {
      put(static_cast<char16_t>(code_point));
    } else {
      put(static_cast<char16_t>(0xD800U + ((code_point - 0x10000U) >> 10U)));
      put(static_cast<char16_t>(0xDC00U + ((code_point - 0x10000U) & 0x3FFU)));
    }
  }
  put(kEndOfFile);
  return result;
}

std::string hexadecimal(std::uint64_t number) {
  char digits[16];
  const auto result = std::to_chars(digits, digits + sizeof digits, number, 16);
  return {digits, result.ptr};
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view text) {
  const Units content = hashed_units(text);
  const auto unit = [&](std::size_t index) -> std::uint64_t {
    return index < content.units.size() ? content.units[index] : 0;  // zeros follow the end
  };
  std::uint64_t leaving_factor = 1;
  for (std::size_t i = 0; i < kWindow; ++i) leaving_factor *= kBase;

  std::vector<std::string> hashes;
  hashes.reserve(content.starts.size());
  std::unordered_map<std::uint64_t, unsigned> occurrences;
  std::uint64_t hash = 0;  // of the window that ends before `end`
  std::size_t end = 0;
  for (const std::size_t start : content.starts) {
    for (; end < start + kWindow; ++end) {
      const std::uint64_t leaving = end >= kWindow ? unit(end - kWindow) : 0;
      hash = hash * kBase + unit(end) - leaving * leaving_factor;
    }
    hashes.push_back(hexadecimal(hash) + ":" + std::to_string(++occurrences[hash]));
  }
  return hashes;
}

}  // namespace rootproof::report
