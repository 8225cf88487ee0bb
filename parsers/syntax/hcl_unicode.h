#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// The character classes of HCL native syntax (hashicorp/hcl, hclsyntax/spec.md "Lexical Elements").
namespace rootproof::hcl {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  ///< bytes
};

/// The code point at a position of UTF-8 text that was validated before (SourceFile does).
[[nodiscard]] CodePoint decode(std::string_view text, std::size_t position);
void append_utf8(std::string& text, char32_t c);

[[nodiscard]] bool is_identifier_start(char32_t c);     ///< ID_Start or `_`
[[nodiscard]] bool is_identifier_continue(char32_t c);  ///< ID_Continue or `-`
[[nodiscard]] bool is_white_space(char32_t c);          ///< White_Space, what `~` and the flush rule remove

/// Bytes of white space at the beginning and at the end of a text.
[[nodiscard]] std::size_t leading_white_space(std::string_view text);
[[nodiscard]] std::size_t trailing_white_space(std::string_view text);

}  // namespace rootproof::hcl
