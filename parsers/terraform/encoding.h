#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Bytes written as text.
namespace rootproof::terraform {

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// Padded base64 (RFC 4648 §4); line ends are skipped. nullopt when it is none.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Lower case.
[[nodiscard]] std::string to_hexadecimal(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hexadecimal(std::string_view text);

/// Text in one of the character sets of textencodebase64 as UTF-8, and back; nullopt when the set is not
/// known or the text does not fit it.
[[nodiscard]] std::optional<std::string> decode_text(std::string_view bytes, std::string_view set_name);
[[nodiscard]] std::optional<std::string> encode_text(std::string_view text, std::string_view set_name);
[[nodiscard]] bool is_known_character_set(std::string_view name);

}  // namespace rootproof::terraform
