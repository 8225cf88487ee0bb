#pragma once

#include <string>
#include <string_view>

namespace rootproof::source {

/// The text with the letters of ASCII in lower case; all others stay.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace rootproof::source
