#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text of the input on its way to a terminal: nothing of it may move the cursor, change colours, hide or
/// reorder characters (CVE-2021-42574, "Trojan Source").
namespace rootproof::report {

/// The code point at `position`, which moves behind it. Ill-formed UTF-8 gives U+FFFD and moves one byte.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& position);

/// The printable stand-in of a code point: itself, or U+2400… for controls, or U+FFFD for what is invisible.
[[nodiscard]] char32_t printable(char32_t code_point);

/// Columns that a printable code point takes on a terminal: 0 for combining marks, 2 for East Asian wide
/// characters and emoji (Unicode 15, EastAsianWidth.txt), else 1.
[[nodiscard]] unsigned display_width(char32_t code_point);

void append_utf8(std::string& out, char32_t code_point);

/// A sentence with every code point printable, line breaks and tabs as blanks.
[[nodiscard]] std::string printable_sentence(std::string_view text);

}  // namespace rootproof::report
