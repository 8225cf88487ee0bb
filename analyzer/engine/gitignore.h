#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rootproof::engine {

/// Glob match of gitignore patterns (gitignore(5)): `*` and `?` stay inside a path component, `**` as a whole
/// component crosses them, `[…]` is a class. No recursion, and time bounded by the product of the lengths.
[[nodiscard]] bool path_glob_match(std::string_view pattern, std::string_view path);

/// The patterns of one .gitignore file, or of `exclude` in the configuration.
class IgnoreRules {
 public:
  /// `base` is the folder the patterns are relative to, with `/` at its end or empty for the top.
  IgnoreRules(std::string base, std::string_view text);

  enum class Decision : unsigned char { none, ignored, included };
  /// What the last matching pattern says about `path` (relative to the same top as `base`).
  [[nodiscard]] Decision decide(std::string_view path, bool directory) const;

 private:
  struct Pattern {
    std::string glob;
    bool negated = false;
    bool directory_only = false;
    bool anchored = false;  ///< a slash inside: speaks of the path, not of the name
    bool literal = false;   ///< no wildcard inside
  };
  [[nodiscard]] static bool matches(const Pattern& pattern, std::string_view path);
  std::string base_;
  std::vector<Pattern> patterns_;
};

}  // namespace rootproof::engine
