#include "parsers/source/text_encoding.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace rootproof::source {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
constexpr char32_t kReplacement = 0xFFFD;

std::uint8_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

bool is_continuation(std::string_view bytes, std::size_t index) {
  return index < bytes.size() && (byte_at(bytes, index) & 0xC0U) == 0x80U;
}

/// Length of the well-formed sequence at `index` of a byte >= 0x80; 0 when ill-formed.
std::size_t sequence_length(std::string_view bytes, std::size_t index) {
  const std::uint8_t lead = byte_at(bytes, index);
  std::size_t length = 0;
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) second_min = 0xA0;  // shorter forms exist
    if (lead == 0xED) second_max = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) second_min = 0x90;
    if (lead == 0xF4) second_max = 0x8F;  // above U+10FFFF
  } else {
    return 0;
  }
  if (index + 1 >= bytes.size()) return 0;
  if (byte_at(bytes, index + 1) < second_min || byte_at(bytes, index + 1) > second_max) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(bytes, index + i)) return 0;
  }
  return length;
}

bool is_text_ascii(std::uint8_t byte) { return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r'; }

/// Index of a byte above which everything is ASCII text, eight bytes at a time.
std::size_t skip_text_ascii(std::string_view bytes, std::size_t index) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  constexpr std::uint64_t kSpaces = 0x2020202020202020U;
  for (; index + 8 <= bytes.size(); index += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + index, 8);
    // Below 0x20 the subtraction borrows into the high bit; a set high bit is not ASCII.
    if (((word | (word - kSpaces)) & kHighBits) == 0) continue;
    if ((word & kHighBits) != 0) break;
    const std::string_view eight = bytes.substr(index, 8);
    if (!std::all_of(eight.begin(), eight.end(),
                     [](char c) { return is_text_ascii(static_cast<std::uint8_t>(c)); }))
      break;
  }
  return index;
}

EncodingError ill_formed_utf8(std::string_view bytes, std::size_t index) {
  std::array<char, 80> message{};
  std::snprintf(message.data(), message.size(), "byte 0x%02X is not valid UTF-8 here",
                static_cast<unsigned>(byte_at(bytes, index)));
  return {static_cast<std::uint32_t>(index), 1, message.data()};
}

EncodingError control_character(std::uint8_t byte, std::size_t index) {
  if (byte == 0) return {static_cast<std::uint32_t>(index), 1, "NUL character: this is not a text file"};
  std::array<char, 80> message{};
  std::snprintf(message.data(), message.size(), "control character U+%04X is not allowed in text",
                static_cast<unsigned>(byte));
  return {static_cast<std::uint32_t>(index), 1, message.data()};
}

std::optional<EncodingError> find_error(std::string_view bytes) {
  std::size_t index = 0;
  while ((index = skip_text_ascii(bytes, index)) < bytes.size()) {
    const std::uint8_t byte = byte_at(bytes, index);
    if (byte < 0x80) {
      if (!is_text_ascii(byte)) return control_character(byte, index);
      ++index;
      continue;
    }
    const std::size_t length = sequence_length(bytes, index);
    if (length == 0) return ill_formed_utf8(bytes, index);
    index += length;
  }
  return std::nullopt;
}

void append_utf8(char32_t code, std::string& text) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6U));
    put(0x80 | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12U));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  } else {
    put(0xF0 | (code >> 18U));
    put(0x80 | ((code >> 12U) & 0x3FU));
    put(0x80 | ((code >> 6U) & 0x3FU));
    put(0x80 | (code & 0x3FU));
  }
}

class Utf16Reader {
 public:
  Utf16Reader(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

  DecodedText read() {
    result_.text.reserve(bytes_.size() / 2 + bytes_.size() / 8);
    while (position_ + 2 <= bytes_.size()) append_utf8(next_code_point(), result_.text);
    if (position_ < bytes_.size()) {
      report("half a UTF-16 unit at the end of the file");
      append_utf8(kReplacement, result_.text);
    }
    return std::move(result_);
  }

 private:
  char32_t unit_at(std::size_t position) const {
    const std::uint8_t first = byte_at(bytes_, position);
    const std::uint8_t second = byte_at(bytes_, position + 1);
    return big_endian_ ? static_cast<char32_t>(first << 8U | second)
                       : static_cast<char32_t>(second << 8U | first);
  }

  char32_t next_code_point() {
    const char32_t unit = unit_at(position_);
    position_ += 2;
    if (unit < 0xD800 || unit > 0xDFFF) return unit;
    if (unit < 0xDC00 && position_ + 2 <= bytes_.size()) {
      const char32_t low = unit_at(position_);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        position_ += 2;
        return 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
      }
    }
    report("half of a UTF-16 surrogate pair");
    return kReplacement;
  }

  void report(const char* message) {
    if (result_.error) return;
    result_.error = EncodingError{static_cast<std::uint32_t>(result_.text.size()), 3, message};
  }

  std::string_view bytes_;
  bool big_endian_;
  std::size_t position_ = 0;
  DecodedText result_;
};

DecodedText decode_utf16(std::string_view bytes, bool big_endian) {
  DecodedText decoded = Utf16Reader(bytes, big_endian).read();
  const std::optional<EncodingError> control = find_error(decoded.text);
  if (control && (!decoded.error || control->offset < decoded.error->offset)) decoded.error = control;
  return decoded;
}

}  // namespace

DecodedText decode_text(std::string_view bytes) {
  if (bytes.starts_with(kUtf16LittleMark)) return decode_utf16(bytes.substr(2), false);
  if (bytes.starts_with(kUtf16BigMark)) return decode_utf16(bytes.substr(2), true);
  // Every mark in front is dropped: tools that join files leave several, and parsers skip one on their own.
  while (bytes.starts_with(kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
  return {std::string(bytes), find_error(bytes)};
}

}  // namespace rootproof::source
