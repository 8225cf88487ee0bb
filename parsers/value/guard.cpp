#include "parsers/value/guard.h"

#include <algorithm>

namespace rootproof::value {

namespace {

bool contradict(const GuardTerm& left, const GuardTerm& right) {
  const bool same_condition = left.condition == right.condition && left.subject == right.subject;
  if (same_condition) return left.holds != right.holds;
  return !left.subject.empty() && left.subject == right.subject && left.holds && right.holds;
}

}  // namespace

Guard Guard::operator&(const Guard& other) const {
  Guard both = *this;
  for (const GuardTerm& term : other.terms) {
    if (std::find(both.terms.begin(), both.terms.end(), term) == both.terms.end()) both.terms.push_back(term);
  }
  return both;
}

bool Guard::impossible() const {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (std::size_t j = i + 1; j < terms.size(); ++j) {
      if (contradict(terms[i], terms[j])) return true;
    }
  }
  return false;
}

std::string Guard::to_string() const {
  std::string text;
  for (const GuardTerm& term : terms) {
    text += text.empty() ? "when " : " and ";
    if (!term.holds) text += "not ";
    text += term.condition;
  }
  return text;
}

}  // namespace rootproof::value
