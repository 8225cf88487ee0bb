#include "analyzer/engine/gitignore.h"

#include <cstddef>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

/// Matches one `[…]` class at `pattern[at]`; moves `at` past it. False and unmoved when it is no class.
bool class_matches(std::string_view pattern, std::size_t& at, char c, bool& matches) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  const auto next = [&] {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    return static_cast<unsigned char>(pattern[i++]);
  };
  const auto wanted = static_cast<unsigned char>(c);
  for (bool first = true; i < pattern.size() && (pattern[i] != ']' || first); first = false) {
    const unsigned char low = next();
    unsigned char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      ++i;
      high = next();
    }
    found = found || (low <= wanted && wanted <= high);
  }
  if (i >= pattern.size()) return false;
  at = i + 1;
  matches = found != negated;
  return true;
}

/// Matches one pattern element against one character; moves `at` past the element.
bool element_matches(std::string_view pattern, std::size_t& at, char c) {
  if (pattern[at] == '?') {
    ++at;
    return true;
  }
  bool matches = false;
  if (pattern[at] == '[' && class_matches(pattern, at, c, matches)) return matches;
  if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
  return pattern[at++] == c;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// One component of a path against one of a pattern: `*` stands for any run. Only the latest star is taken
/// back, so the time is at most the product of the lengths.
bool component_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = kNone;
  std::size_t star_text = 0;
  while (p < pattern.size() || t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && t < text.size()) {
      std::size_t next = p;
      if (element_matches(pattern, next, text[t])) {
        p = next;
        ++t;
        continue;
      }
    }
    if (star == kNone || star_text >= text.size()) return false;
    p = star;
    t = ++star_text;
  }
  return true;
}

std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> result;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    result.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  result.push_back(path);
  return result;
}

}  // namespace

bool path_glob_match(std::string_view pattern, std::string_view path) {
  const std::vector<std::string_view> wanted = components(pattern);
  const std::vector<std::string_view> given = components(path);
  std::size_t w = 0;
  std::size_t g = 0;
  // The latest `**`, where matching goes on after a failure with one more component.
  std::size_t any = kNone;
  std::size_t any_given = 0;
  while (w < wanted.size() || g < given.size()) {
    if (w < wanted.size() && wanted[w] == "**") {
      any = ++w;
      // At the end it stands for everything inside, and not for the folder itself.
      if (w == wanted.size()) return g < given.size();
      any_given = g;
      continue;
    }
    if (w < wanted.size() && g < given.size() && component_matches(wanted[w], given[g])) {
      ++w;
      ++g;
      continue;
    }
    if (any == kNone || any_given >= given.size()) return false;
    w = any;
    g = ++any_given;
  }
  return true;
}

IgnoreRules::IgnoreRules(std::string base, std::string_view text) : base_(std::move(base)) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    // Blanks at the end do not count, unless a backslash stands in front.
    while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    Pattern pattern;
    if (line.front() == '!') {
      pattern.negated = true;
      line.remove_prefix(1);
    }
    if (!line.empty() && line.back() == '/') {
      pattern.directory_only = true;
      line.remove_suffix(1);
    }
    pattern.anchored = line.find('/') != std::string_view::npos;
    if (!line.empty() && line.front() == '/') line.remove_prefix(1);
    if (line.empty() || line.size() > limits::kIgnorePatternBytes) continue;
    pattern.glob = std::string(line);
    pattern.literal = line.find_first_of("*?[\\") == std::string_view::npos;
    patterns_.push_back(std::move(pattern));
  }
}

bool IgnoreRules::matches(const Pattern& pattern, std::string_view path) {
  if (pattern.literal) return pattern.glob == path;
  return pattern.anchored ? path_glob_match(pattern.glob, path) : component_matches(pattern.glob, path);
}

IgnoreRules::Decision IgnoreRules::decide(std::string_view path, bool directory) const {
  if (!path.starts_with(base_)) return Decision::none;
  const std::string_view relative = path.substr(base_.size());
  const std::size_t slash = relative.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? relative : relative.substr(slash + 1);
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->directory_only && !directory) continue;
    if (!matches(*pattern, pattern->anchored ? relative : name)) continue;
    return pattern->negated ? Decision::included : Decision::ignored;
  }
  return Decision::none;
}

}  // namespace rootproof::engine
