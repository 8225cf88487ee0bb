#pragma once

#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace rootproof::rules {

/// A regular expression of a CloudWatch Logs filter pattern, which finds a part of a text: what stands
/// between the `%` of `%^Ro{2}t$%` (CloudWatch Logs User Guide, "Supported regular expressions (regex)
/// syntax"). There are no groups, so that an expression is a choice of sequences of single characters.
class LogRegex {
 public:
  /// nullopt for what CloudWatch Logs refuses: groups, other signs than it knows, an operator with nothing to
  /// work on.
  [[nodiscard]] static std::optional<LogRegex> read(std::string_view text);

  [[nodiscard]] bool finds_in(std::string_view text) const;
  /// Whether it finds some text of a form, in which `#` is any digit.
  [[nodiscard]] bool may_find_in(std::string_view form) const;
  /// Whether it surely finds every text; false says nothing.
  [[nodiscard]] bool finds_everything() const;

 private:
  friend class LogRegexReader;

  /// One of some characters, several times.
  struct Step {
    std::bitset<256> characters;
    unsigned least = 1;
    std::optional<unsigned> most = 1;  ///< nullopt: any number
  };
  struct Sequence {
    std::vector<Step> steps;
    bool at_begin = false;
    bool at_end = false;

    /// `takes` says whether a step takes the sign at a place of a text of `size` signs.
    template <typename Takes>
    [[nodiscard]] bool finds_in(std::size_t size, const Takes& takes) const;
  };

  std::vector<Sequence> choices_;
};

}  // namespace rootproof::rules
