#include "analyzer/engine/gitignore.h"

#include <cstddef>
#include <utility>

namespace rootproof::engine {
namespace {

/// Matches one `[…]` class at `pattern[at]`; moves `at` past it. False and unmoved when it is no class.
bool class_matches(std::string_view pattern, std::size_t& at, char c, bool& matches) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool found = false;
  for (bool first = true; i < pattern.size() && (pattern[i] != ']' || first); first = false) {
    const char low = pattern[i++];
    char high = low;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      high = pattern[i + 1];
      i += 2;
    }
    found = found || (low <= c && c <= high);
  }
  if (i >= pattern.size()) return false;
  at = i + 1;
  matches = found != negated && c != '/';
  return true;
}

/// Matches one pattern element against one character; moves `at` past the element.
bool element_matches(std::string_view pattern, std::size_t& at, char c) {
  if (pattern[at] == '?') {
    ++at;
    return c != '/';
  }
  bool matches = false;
  if (pattern[at] == '[' && class_matches(pattern, at, c, matches)) return matches;
  if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
  return pattern[at++] == c;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

}  // namespace

bool path_glob_match(std::string_view pattern, std::string_view path) {
  std::size_t p = 0;
  std::size_t t = 0;
  // The latest `*` and the latest `**`, where matching goes on after a failure with one more character.
  std::size_t star = kNone;
  std::size_t star_text = 0;
  std::size_t double_star = kNone;
  std::size_t double_star_text = 0;
  while (true) {
    if (p < pattern.size() && pattern[p] == '*') {
      if (p + 1 < pattern.size() && pattern[p + 1] == '*') {
        p += 2;
        // `**/` also matches nothing: a following slash belongs to the wildcard.
        if (p < pattern.size() && pattern[p] == '/') ++p;
        double_star = p;
        double_star_text = t;
        star = kNone;
      } else {
        star = ++p;
        star_text = t;
      }
      continue;
    }
    if (t == path.size() && p == pattern.size()) return true;
    if (t < path.size() && p < pattern.size()) {
      std::size_t next = p;
      if (element_matches(pattern, next, path[t])) {
        p = next;
        ++t;
        continue;
      }
    }
    if (star != kNone && star_text < path.size() && path[star_text] != '/') {
      p = star;
      t = ++star_text;
    } else if (double_star != kNone && double_star_text < path.size()) {
      p = double_star;
      t = ++double_star_text;
      star = kNone;
    } else {
      return false;
    }
  }
}

IgnoreRules::IgnoreRules(std::string base, std::string_view text) : base_(std::move(base)) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
      if (line.size() >= 2 && line[line.size() - 2] == '\\') break;
      line.remove_suffix(1);
    }
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
    if (line.empty()) continue;
    pattern.glob = std::string(line);
    patterns_.push_back(std::move(pattern));
  }
}

IgnoreRules::Decision IgnoreRules::decide(std::string_view path, bool directory) const {
  if (!path.starts_with(base_)) return Decision::none;
  const std::string_view relative = path.substr(base_.size());
  const std::size_t slash = relative.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? relative : relative.substr(slash + 1);
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->directory_only && !directory) continue;
    if (!path_glob_match(pattern->glob, pattern->anchored ? relative : name)) continue;
    return pattern->negated ? Decision::included : Decision::ignored;
  }
  return Decision::none;
}

}  // namespace rootproof::engine
