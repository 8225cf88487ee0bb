#include "parsers/value/constraints.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace rootproof::value {
namespace {

const std::string& name_of(const GuardTerm& term) {
  return term.subject.empty() ? term.condition : term.subject;
}

/// Terms that are followed from those of one guard. What takes more looks possible.
constexpr std::size_t kFollowing = 8;

/// Terms that are known to hold: those that were given, and what follows from them. Every guard that is made
/// is held against the constraints, so nothing is allocated before something follows.
class Known {
 public:
  explicit Known(std::span<const GuardTerm> given) : given_(given) {}

  [[nodiscard]] std::size_t size() const { return given_.size() + following_.size(); }
  [[nodiscard]] const GuardTerm& operator[](std::size_t index) const {
    return index < given_.size() ? given_[index] : following_[index - given_.size()];
  }
  template <class Predicate>
  [[nodiscard]] bool any(const Predicate& predicate) const {
    return std::any_of(given_.begin(), given_.end(), predicate) ||
           std::any_of(following_.begin(), following_.end(), predicate);
  }
  void add(GuardTerm term) {
    if (following_.size() < kFollowing) following_.push_back(std::move(term));
  }

 private:
  std::span<const GuardTerm> given_;
  std::vector<GuardTerm> following_;
};

bool is_same(const GuardTerm& left, const GuardTerm& right) {
  return left.holds == right.holds && left.condition == right.condition && left.subject == right.subject;
}

/// "Stage is prod" says that Stage is not dev.
bool says(const GuardTerm& known, const GuardTerm& term) {
  if (known.condition == term.condition) return is_same(known, term);
  return known.holds && !term.holds && !term.subject.empty() && term.subject == known.subject;
}

bool holds(const Known& known, const GuardTerm& term) {
  return known.any([&](const GuardTerm& each) { return says(each, term); });
}

bool contradicts(const Known& known, const GuardTerm& term) {
  return known.any([&](const GuardTerm& other) { return contradict(other, term); });
}

/// What is left to know of terms that never hold together, where the others are known to hold.
struct Rest {
  const GuardTerm* open = nullptr;  ///< the only one that may hold or not
  bool decided = false;             ///< one of them does not hold, or several are open
};

Rest rest_of(const Guard& never, const Known& known) {
  Rest rest;
  for (const GuardTerm& term : never.terms) {
    if (holds(known, term)) continue;
    if (rest.open != nullptr || contradicts(known, term)) return {nullptr, true};
    rest.open = &term;
  }
  return rest;
}

/// Terms that say which values one subject has: none but these.
bool are_values_of(const std::string& subject, const Guard& never) {
  return std::all_of(never.terms.begin(), never.terms.end(),
                     [&](const GuardTerm& term) { return term.subject == subject && !term.holds; });
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

}  // namespace

Constraints::Constraints() : id_(next_id()) {}

const std::vector<std::uint32_t>* Constraints::about(const GuardTerm& term) const {
  const auto found = by_name_.find(name_of(term));
  return found == by_name_.end() ? nullptr : &found->second;
}

bool Constraints::add(Guard never, bool counts) {
  for (GuardTerm& term : never.terms) {
    term.constraints.reset();  // this holds them all, and nothing is to hold itself
    term.reason.reset();
  }
  if (too_many_ || never.impossible() || never.terms.size() > kConstrainedTerms) return true;
  const bool nothing_left =
      std::all_of(never.terms.begin(), never.terms.end(), [this](const GuardTerm& term) {
        const GuardTerm opposite = negated(term);
        return refute(std::span(&opposite, 1));
      });
  if (nothing_left) return false;
  if (const std::vector<std::uint32_t>* numbers = about(never.terms.front())) {
    const bool known = std::any_of(numbers->begin(), numbers->end(),
                                   [&](std::uint32_t number) { return never.implies(never_[number]); });
    if (known) return true;
  }
  if (counts && counted_++ == kConstraints) {
    too_many_ = true;
    never_.clear();
    by_name_.clear();
    return true;
  }
  const auto number = static_cast<std::uint32_t>(never_.size());
  for (const GuardTerm& term : never.terms) {
    std::vector<std::uint32_t>& numbers = by_name_[name_of(term)];
    if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
  }
  never_.push_back(std::move(never));
  return true;
}

bool Constraints::refute(std::span<const GuardTerm> terms) const {
  if (never_.empty()) return false;
  for (std::size_t i = 1; i < terms.size(); ++i)
    if (contradicts(Known(terms.first(i)), terms[i])) return true;
  Known known(terms);
  for (std::size_t i = 0; i < known.size() && i < kConstrainedTerms; ++i) {
    const std::vector<std::uint32_t>* numbers = about(known[i]);
    if (numbers == nullptr) continue;
    for (const std::uint32_t number : *numbers) {
      const Rest rest = rest_of(never_[number], known);
      if (rest.decided) continue;
      if (rest.open == nullptr) return true;
      known.add(negated(*rest.open));
    }
  }
  return false;
}

std::optional<GuardTerm> Constraints::value_beside(const std::string& subject,
                                                   std::span<const GuardTerm> terms) const {
  const auto found = by_name_.find(subject);
  if (found == by_name_.end()) return std::nullopt;
  for (const std::uint32_t number : found->second) {
    if (!are_values_of(subject, never_[number])) continue;
    for (const GuardTerm& term : never_[number].terms) {
      std::vector<GuardTerm> with(terms.begin(), terms.end());
      with.push_back(negated(term));
      if (!refute(with)) return with.back();
    }
  }
  return std::nullopt;
}

}  // namespace rootproof::value
