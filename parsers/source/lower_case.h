#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace rootproof::source {

/// A letter of ASCII in lower case; all others stay.
[[nodiscard]] constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The text with the letters of ASCII in lower case; all others stay.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

/// True when the texts differ in the case of letters of ASCII at most.
[[nodiscard]] inline bool is_same_in_any_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower_case(a) == lower_case(b); });
}

}  // namespace rootproof::source
