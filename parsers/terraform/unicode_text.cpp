#include "parsers/terraform/unicode_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace rootproof::terraform {
namespace {

constexpr std::int32_t kReplacement = 0xFFFD;

struct Decoded {
  std::int32_t code_point = kReplacement;
  std::size_t bytes = 1;
};

Decoded decode(std::string_view text) {
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                                  static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (bytes <= 0) return {};
  return {code_point, static_cast<std::size_t>(bytes)};
}

template <class Change>
std::string each_code_point(std::string_view text, const Change& change) {
  std::string result;
  while (!text.empty()) {
    const Decoded next = decode(text);
    append_utf8(change(next.code_point), result);
    text.remove_prefix(next.bytes);
  }
  return result;
}

bool is_letter_or_digit(std::int32_t code_point) {
  const utf8proc_category_t category = utf8proc_category(code_point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         category == UTF8PROC_CATEGORY_ND;
}

/// ẞ is the capital of ß in newer tables only; Go leaves the letter as it is.
std::int32_t to_upper(std::int32_t code_point) {
  constexpr std::int32_t kSharpS = 0xDF;
  return code_point == kSharpS ? code_point : utf8proc_toupper(code_point);
}

/// Where Go's strings.Title sees a word end.
bool separates_words(std::int32_t code_point) {
  if (code_point == '_' || is_letter_or_digit(code_point)) return false;
  return code_point <= 0x7F || is_space(code_point);
}

}  // namespace

std::vector<std::string_view> grapheme_clusters(std::string_view text) {
  std::vector<std::string_view> clusters;
  std::size_t begin = 0;
  utf8proc_int32_t state = 0;
  std::int32_t previous = -1;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded next = decode(text.substr(at));
    if (previous >= 0 && utf8proc_grapheme_break_stateful(previous, next.code_point, &state)) {
      clusters.push_back(text.substr(begin, at - begin));
      begin = at;
    }
    previous = next.code_point;
    at += next.bytes;
  }
  if (begin < text.size()) clusters.push_back(text.substr(begin));
  return clusters;
}

std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> result;
  while (!text.empty()) {
    const std::size_t bytes = decode(text).bytes;
    result.push_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return result;
}

std::int32_t first_code_point(std::string_view text) { return decode(text).code_point; }

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                                    static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (bytes <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(bytes));
  }
  return true;
}

std::string normalized(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string(text);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
      &mapped, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return result;
}

std::string upper_case(std::string_view text) { return each_code_point(text, to_upper); }
std::string lower_case(std::string_view text) { return each_code_point(text, utf8proc_tolower); }

std::string title_case(std::string_view text) {
  bool starts_word = true;
  return each_code_point(text, [&](std::int32_t code_point) {
    const std::int32_t changed =
        starts_word ? (to_upper(code_point) == code_point ? code_point : utf8proc_totitle(code_point))
                    : code_point;
    starts_word = separates_words(code_point);
    return changed;
  });
}

bool is_space(std::int32_t code_point) {
  constexpr std::array<std::int32_t, 13> kSpaces = {'\t', '\n',   '\v',   '\f',   '\r',   ' ',   0x85,
                                                    0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F};
  return (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x3000 ||
         std::find(kSpaces.begin(), kSpaces.end(), code_point) != kSpaces.end();
}

void append_utf8(std::int32_t code_point, std::string& out) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::size_t>(std::max<utf8proc_ssize_t>(size, 0)));
}

}  // namespace rootproof::terraform
