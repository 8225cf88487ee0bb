#include "analyzer/report/terminal_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace rootproof::report {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct CodePointRange {
  char32_t first;
  char32_t last;
};

/// Format characters that are invisible or reorder their neighbours: Unicode 15, general category Cf, and the
/// separators of lines and paragraphs.
constexpr std::array<CodePointRange, 12> kInvisible{{{0x80, 0x9F},
                                                     {0xAD, 0xAD},
                                                     {0x61C, 0x61C},
                                                     {0x115F, 0x1160},
                                                     {0x180E, 0x180E},
                                                     {0x200B, 0x200F},
                                                     {0x2028, 0x202E},
                                                     {0x2060, 0x206F},
                                                     {0x3164, 0x3164},
                                                     {0xFEFF, 0xFEFF},
                                                     {0xFFF9, 0xFFFB},
                                                     {0xE0000, 0xE0FFF}}};

/// Combining marks (categories Mn and Me) of the scripts that editors of configuration are likely to meet.
constexpr std::array<CodePointRange, 21> kCombining{
    {{0x300, 0x36F},    {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
     {0x6D6, 0x6DC},    {0x900, 0x902},   {0x93C, 0x93C},   {0x941, 0x948},   {0x94D, 0x94D},
     {0xE31, 0xE31},    {0xE34, 0xE3A},   {0xE47, 0xE4E},   {0x1AB0, 0x1ACE}, {0x1DC0, 0x1DFF},
     {0x20D0, 0x20F0},  {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
     {0x1D167, 0x1D169}}};

/// EastAsianWidth W and F.
constexpr std::array<CodePointRange, 29> kWide{
    {{0x1100, 0x115E},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},  {0x25FD, 0x25FE},
     {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x26D4, 0x26D4},  {0x2705, 0x2705},
     {0x274C, 0x274C},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},  {0x2B1B, 0x2B1C},
     {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},  {0xA000, 0xA4C6},
     {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},  {0xFFE0, 0xFFE6},
     {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}}};

bool contains(std::span<const CodePointRange> ranges, char32_t code_point) {
  const auto found =
      std::lower_bound(ranges.begin(), ranges.end(), code_point,
                       [](const CodePointRange& range, char32_t value) { return range.last < value; });
  return found != ranges.end() && found->first <= code_point;
}

std::uint8_t byte_at(std::string_view text, std::size_t position) {
  return position < text.size() ? static_cast<std::uint8_t>(text[position]) : std::uint8_t{0};
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const std::uint8_t lead = byte_at(text, position++);
  if (lead < 0x80) return lead;
  const unsigned length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return kReplacement;
  char32_t code_point = lead & (0x7FU >> length);
  for (unsigned i = 0; i + 1 < length; ++i) {
    const std::uint8_t next = byte_at(text, position + i);
    if ((next & 0xC0U) != 0x80U) return kReplacement;
    code_point = (code_point << 6U) | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[length] || surrogate || code_point > 0x10FFFF) return kReplacement;
  position += length - 1;
  return code_point;
}

char32_t printable(char32_t code_point) {
  if (code_point < 0x20) return 0x2400 + code_point;
  if (code_point == 0x7F) return 0x2421;
  return contains(kInvisible, code_point) ? kReplacement : code_point;
}

unsigned display_width(char32_t code_point) {
  if (code_point < 0x300) return 1;
  if (contains(kCombining, code_point)) return 0;
  return contains(kWide, code_point) ? 2 : 1;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto byte = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0U | (code_point >> 6U));
    byte(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    byte(0xE0U | (code_point >> 12U));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  } else {
    byte(0xF0U | (code_point >> 18U));
    byte(0x80U | ((code_point >> 12U) & 0x3FU));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  }
}

std::string printable_sentence(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char32_t code_point = next_code_point(text, position);
    const bool blank = code_point == '\n' || code_point == '\r' || code_point == '\t';
    append_utf8(out, blank ? U' ' : printable(code_point));
  }
  return out;
}

}  // namespace rootproof::report
