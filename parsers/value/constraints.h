#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/value/guard.h"

namespace rootproof::value {

/// Combinations of conditions of one template that are known not to occur, and terms of one of them or of one
/// guard that are followed. What goes beyond is taken for possible: of a template with more than so many of
/// them, all is, because every guard is held against them.
inline constexpr std::size_t kConstraints = 32;
inline constexpr std::size_t kConstrainedTerms = 16;

/// True when two terms speak of one condition, or of one subject, and cannot both hold.
[[nodiscard]] bool contradict(const GuardTerm& left, const GuardTerm& right);

/// What the conditions of one template have to do with each other, as combinations of terms that never hold
/// together. "Either" never holds where A is no and B is no; of a parameter that is yes or no it never holds
/// that it is neither; a Region never lies in another partition than its own.
///
/// All terms of the template share it, so that whoever combines guards leaves out what cannot occur.
class Constraints {
 public:
  Constraints();

  /// Notes that these terms never hold together. False where no case at all would be left: then nothing is
  /// noted. What does not count leaves room for others in kConstraints; the caller adds little of it.
  bool add(Guard never, bool counts = true);
  [[nodiscard]] bool empty() const { return never_.empty(); }
  /// Different for those that may say different things.
  [[nodiscard]] std::uint64_t id() const { return id_; }
  /// True when there is surely no case in which all these terms hold: what follows from the terms one by one
  /// is followed, no cases are told apart.
  [[nodiscard]] bool refute(std::span<const GuardTerm> terms) const;
  /// "`subject` is" the first of its values that goes with these terms, where it is known which it may have.
  [[nodiscard]] std::optional<GuardTerm> value_beside(const std::string& subject,
                                                      std::span<const GuardTerm> terms) const;

 private:
  [[nodiscard]] const std::vector<std::uint32_t>* about(const GuardTerm& term) const;

  std::vector<Guard> never_;
  std::size_t counted_ = 0;
  bool too_many_ = false;
  std::unordered_map<std::string, std::vector<std::uint32_t>>
      by_name_;  ///< subject, or condition without one
  std::uint64_t id_;
};

}  // namespace rootproof::value
