#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace rootproof::terraform {

/// The regular expressions of one evaluation, compiled once: modules apply few patterns to many texts.
class PatternCache {
 public:
  /// The compiled pattern, or one with an error.
  [[nodiscard]] std::shared_ptr<const RE2> get(const std::string& pattern);

 private:
  static constexpr std::size_t kPatterns = 8;  ///< kept at once; each takes up to limits::kPatternMemory

  std::unordered_map<std::string, std::shared_ptr<const RE2>> patterns_;
};

}  // namespace rootproof::terraform
