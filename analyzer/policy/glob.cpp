// Matching of concrete texts: the public functions of evaluate.h, without building a Pattern.
#include <cstddef>

#include "analyzer/policy/evaluate.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {

namespace {

char fold(char c, bool ignore_case) { return ignore_case ? source::lower_case(c) : c; }

/// Bytes of the UTF-8 character that begins at `at`, so that `?` takes one character and not one byte.
std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U)
    ++length;
  return length;
}

/// Cuts the part before the next colon off `text`; false when there is no colon.
bool take_component(std::string_view& text, std::string_view& component) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  component = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  return true;
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view text, bool ignore_case) {
  std::size_t p = 0;
  std::size_t t = 0;
  // Where to go on when a comparison fails: the last star, one character further in the text.
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t += character_length(text, t);
    } else if (p < pattern.size() && fold(pattern[p], ignore_case) == fold(text[t], ignore_case)) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      resume += character_length(text, resume);
      t = resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool arn_match(std::string_view pattern, std::string_view arn) {
  for (int component = 0; component < 5; ++component) {
    std::string_view pattern_part;
    std::string_view arn_part;
    if (!take_component(pattern, pattern_part) || !take_component(arn, arn_part)) return false;
    if (!glob_match(pattern_part, arn_part)) return false;
  }
  return glob_match(pattern, arn);
}

}  // namespace rootproof::policy
