#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace rootproof::source {

/// The words of a text, as tables of constants hold lists: one blank between two of them.
[[nodiscard]] inline std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace rootproof::source
