#include "parsers/value/constraints.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::value {
namespace {

const std::string& name_of(const GuardTerm& term) {
  return term.subject.empty() ? term.condition : term.subject;
}

bool contradicts(const Guard& known, const GuardTerm& term) {
  return std::any_of(known.terms.begin(), known.terms.end(),
                     [&](const GuardTerm& other) { return contradict(other, term); });
}

/// What is left to know of terms that never hold together, where the others are known to hold.
struct Rest {
  const GuardTerm* open = nullptr;  ///< the only one that may hold or not
  bool decided = false;             ///< one of them does not hold, or several are open
};

Rest rest_of(const Guard& never, const Guard& known) {
  Rest rest;
  for (const GuardTerm& term : never.terms) {
    if (known.implies(term)) continue;
    if (rest.open != nullptr || contradicts(known, term)) return {nullptr, true};
    rest.open = &term;
  }
  return rest;
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

bool Constraints::add(Guard never) {
  for (GuardTerm& term : never.terms) {
    term.constraints.reset();  // this holds them all, and nothing is to hold itself
    term.reason.reset();
  }
  if (never.impossible() || never_.size() >= limits::kConstraints) return true;
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
  for (const GuardTerm& term : never.terms)
    by_name_[name_of(term)].push_back(static_cast<std::uint32_t>(never_.size()));
  never_.push_back(std::move(never));
  return true;
}

bool Constraints::refute(std::span<const GuardTerm> terms) const {
  if (never_.empty()) return false;
  Guard known;
  for (const GuardTerm& term : terms) {
    if (contradicts(known, term)) return true;
    known.terms.push_back(term);
    known.terms.back().constraints.reset();
  }
  for (std::size_t i = 0; i < known.terms.size() && i < limits::kConstrainedTerms; ++i) {
    const std::vector<std::uint32_t>* numbers = about(known.terms[i]);
    if (numbers == nullptr) continue;
    for (const std::uint32_t number : *numbers) {
      const Rest rest = rest_of(never_[number], known);
      if (rest.decided) continue;
      if (rest.open == nullptr) return true;
      known.terms.push_back(negated(*rest.open));
    }
  }
  return false;
}

}  // namespace rootproof::value
