#include "parsers/terraform/encoding.h"

#include <nettle/base16.h>
#include <nettle/base64.h>

#include <algorithm>
#include <cctype>

#include "parsers/terraform/unicode_text.h"

namespace rootproof::terraform {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

void append_utf16(std::int32_t code_point, bool big_endian, std::string& out) {
  const auto unit = [&](std::uint32_t value) {
    const auto high = static_cast<char>(value >> 8U & 0xFFU);
    const auto low = static_cast<char>(value & 0xFFU);
    out += big_endian ? std::string{high, low} : std::string{low, high};
  };
  const auto value = static_cast<std::uint32_t>(code_point);
  if (value < 0x10000U) return unit(value);
  unit(0xD800U | (value - 0x10000U) >> 10U);
  unit(0xDC00U | ((value - 0x10000U) & 0x3FFU));
}

std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]));
    const auto second = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1]));
    return big_endian ? first << 8U | second : second << 8U | first;
  };
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t value = unit(at);
    if (value >= 0xD800U && value < 0xE000U) {
      const std::uint32_t low = at + 2 < bytes.size() ? unit(at + 2) : 0;
      if (value >= 0xDC00U || low < 0xDC00U || low >= 0xE000U) return std::nullopt;
      value = 0x10000U + ((value & 0x3FFU) << 10U | (low & 0x3FFU));
      at += 2;
    }
    append_utf8(static_cast<std::int32_t>(value), text);
  }
  return text;
}

enum class CharacterSet : std::uint8_t { unknown, utf8, utf16le, utf16be, utf16, latin1 };

CharacterSet character_set(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  if (upper == "UTF-8") return CharacterSet::utf8;
  if (upper == "UTF-16LE") return CharacterSet::utf16le;
  if (upper == "UTF-16BE") return CharacterSet::utf16be;
  if (upper == "UTF-16") return CharacterSet::utf16;
  if (upper == "ISO-8859-1") return CharacterSet::latin1;
  return CharacterSet::unknown;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  nettle_base64_encode_raw(text.data(), bytes.size(), bytes_of(bytes));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string clean(text);
  std::erase_if(clean, [](char c) { return c == '\n' || c == '\r'; });
  if (clean.size() % 4 != 0 || clean.find_first_of(" \t") != std::string::npos) return std::nullopt;
  base64_decode_ctx context;
  nettle_base64_decode_init(&context);
  std::string bytes(BASE64_DECODE_LENGTH(clean.size()), '\0');
  std::size_t size = bytes.size();
  if (nettle_base64_decode_update(&context, &size, reinterpret_cast<std::uint8_t*>(bytes.data()),
                                  clean.size(), clean.data()) == 0 ||
      nettle_base64_decode_final(&context) == 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string to_hexadecimal(std::string_view bytes) {
  std::string text(BASE16_ENCODE_LENGTH(bytes.size()), '\0');
  nettle_base16_encode_update(text.data(), bytes.size(), bytes_of(bytes));
  return text;
}

std::optional<std::string> from_hexadecimal(std::string_view text) {
  base16_decode_ctx context;
  nettle_base16_decode_init(&context);
  std::string bytes(BASE16_DECODE_LENGTH(text.size()), '\0');
  std::size_t size = bytes.size();
  const bool decoded =
      nettle_base16_decode_update(&context, &size, reinterpret_cast<std::uint8_t*>(bytes.data()), text.size(),
                                  text.data()) != 0 &&
      nettle_base16_decode_final(&context) != 0;
  if (!decoded) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

bool is_known_character_set(std::string_view name) { return character_set(name) != CharacterSet::unknown; }

std::optional<std::string> encode_text(std::string_view text, std::string_view set_name) {
  const CharacterSet set = character_set(set_name);
  if (set == CharacterSet::unknown) return std::nullopt;
  if (set == CharacterSet::utf8) return std::string(text);
  std::string bytes = set == CharacterSet::utf16 ? "\xFE\xFF" : "";
  for (const std::string_view point : code_points(text)) {
    const std::int32_t code_point = first_code_point(point);
    if (set == CharacterSet::latin1) {
      if (code_point > 0xFF) return std::nullopt;
      bytes.push_back(static_cast<char>(code_point));
    } else {
      append_utf16(code_point, set != CharacterSet::utf16le, bytes);
    }
  }
  return bytes;
}

std::optional<std::string> decode_text(std::string_view bytes, std::string_view set_name) {
  switch (character_set(set_name)) {
    case CharacterSet::utf8:
      return is_valid_utf8(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
    case CharacterSet::utf16le:
      return from_utf16(bytes, false);
    case CharacterSet::utf16be:
      return from_utf16(bytes, true);
    case CharacterSet::utf16:
      if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
      return from_utf16(bytes.starts_with("\xFE\xFF") ? bytes.substr(2) : bytes, true);
    case CharacterSet::latin1: {
      std::string text;
      for (const char c : bytes) append_utf8(static_cast<unsigned char>(c), text);
      return text;
    }
    case CharacterSet::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace rootproof::terraform
