#include "parsers/value/guard.h"

#include <algorithm>
#include <array>
#include <utility>

#include "parsers/value/constraints.h"

namespace rootproof::value {

bool contradict(const GuardTerm& left, const GuardTerm& right) {
  const bool same_condition = left.condition == right.condition && left.subject == right.subject;
  if (same_condition) return left.holds != right.holds;
  return !left.subject.empty() && left.subject == right.subject && left.holds && right.holds;
}

namespace {

/// "Stage is prod" says that Stage is not dev.
bool follows(const GuardTerm& term, const GuardTerm& from) {
  return !term.subject.empty() && term.subject == from.subject && !term.holds && from.holds &&
         term.condition != from.condition;
}

constexpr std::string_view kIs = " is ";

/// What functions ask of values that are not known, and what it is called when it is not so:
/// `var.trail has an element "name"` (lookup), `var.name is set` (coalesce).
struct Negation {
  std::string_view holds;
  std::string_view fails;
};
constexpr std::array<Negation, 3> kNegations{{{" has an element ", " has no element "},
                                              {" is set", " is not set"},
                                              {" can be evaluated", " cannot be evaluated"}}};

/// The condition of a term that does not hold, for people.
std::string negated_text(const GuardTerm& term) {
  const std::string is = term.subject + std::string(kIs);
  if (!term.subject.empty() && term.condition.starts_with(is))
    return is + "not " + term.condition.substr(is.size());
  for (const Negation& each : kNegations) {
    const std::size_t at = term.condition.find(each.holds);
    const bool whole = at != std::string::npos &&
                       (each.holds.ends_with(' ') || at + each.holds.size() == term.condition.size());
    if (whole)
      return term.condition.substr(0, at) + std::string(each.fails) +
             term.condition.substr(at + each.holds.size());
  }
  return "not " + term.condition;
}

/// Whether what is known of any of the conditions leaves no case in which all terms hold.
bool is_refuted(const std::vector<GuardTerm>& terms) {
  if (terms.size() > kConstrainedTerms) return false;
  const Constraints* last = nullptr;  // those of one template are mostly all the same
  return std::any_of(terms.begin(), terms.end(), [&](const GuardTerm& term) {
    const Constraints* const constraints = term.constraints.get();
    if (constraints == nullptr || constraints == last) return false;
    last = constraints;
    return constraints->refute(terms);
  });
}

bool follows_by_constraints(const std::vector<GuardTerm>& terms, const GuardTerm& term) {
  const auto has = [](const GuardTerm& each) {
    return each.constraints != nullptr && !each.constraints->empty();
  };
  if (!has(term) && std::none_of(terms.begin(), terms.end(), has)) return false;
  std::vector<GuardTerm> otherwise;
  otherwise.reserve(terms.size() + 1);
  const auto add = [&otherwise](const GuardTerm& each, bool holds) {
    otherwise.push_back({each.condition, holds, {}, each.subject, {}, false, each.constraints});
  };
  for (const GuardTerm& each : terms) add(each, each.holds);
  add(term, !term.holds);
  return is_refuted(otherwise);
}

}  // namespace

/// An empty text, and one that could be taken for a quoted one, stands in quotes.
GuardTerm value_term(std::string subject, std::string_view text, bool holds, source::Span span,
                     std::optional<Reason> reason) {
  std::string condition = subject + std::string(kIs);
  const bool quoted = text.empty() || text.front() == '"';
  condition += quoted ? '"' + std::string(text) + '"' : std::string(text);
  return {std::move(condition), holds, span, std::move(subject), std::move(reason)};
}

std::optional<std::string> text_of_value_term(const GuardTerm& term) {
  const std::string start = term.subject + std::string(kIs);
  if (term.subject.empty() || term.condition.compare(0, start.size(), start) != 0) return std::nullopt;
  std::string text = term.condition.substr(start.size());
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

GuardTerm negated(GuardTerm term) {
  term.holds = !term.holds;
  return term;
}

Reason reason_of(const GuardTerm& term) {
  return term.reason.value_or(Reason{ReasonKind::unknown_variable, term.condition, term.span});
}

Guard Guard::operator&(const Guard& other) const {
  if (terms.empty()) return other;
  if (other.terms.empty()) return *this;
  // Most guards are one choice of one parameter, and most that meet speak of the same one.
  if (terms.size() == 1 && other.terms.size() == 1) {
    if (terms.front() == other.terms.front()) return *this;
    if (contradict(terms.front(), other.terms.front())) return {{terms.front(), other.terms.front()}};
  }
  Guard both;
  both.terms.reserve(terms.size() + other.terms.size());
  const auto add = [&](const GuardTerm& term) {
    // Which value it is tells more than which it is not, also where no other is left.
    const bool tells_value = std::any_of(both.terms.begin(), both.terms.end(),
                                         [&](const GuardTerm& known) { return follows(known, term); });
    if (!tells_value && both.implies(term)) return;
    both.terms.erase(std::remove_if(both.terms.begin(), both.terms.end(),
                                    [&](const GuardTerm& known) { return follows(known, term); }),
                     both.terms.end());
    both.terms.push_back(term);
  };
  for (const GuardTerm& term : terms) add(term);
  for (const GuardTerm& term : other.terms) add(term);
  both.drop_what_follows();
  return both;
}

/// Terms that follow from the others: a condition that is A or B where A is said to hold.
void Guard::drop_what_follows() {
  const bool constrained = std::any_of(terms.begin(), terms.end(), [](const GuardTerm& term) {
    return term.constraints != nullptr && !term.constraints->empty();
  });
  if (!constrained || terms.size() > kConstrainedTerms || impossible()) return;
  for (std::size_t i = 0; i < terms.size() && terms.size() > 1;) {
    std::vector<GuardTerm> rest = terms;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    if (follows_by_constraints(rest, terms[i]))
      terms = std::move(rest);
    else
      ++i;
  }
}

bool Guard::implies(const GuardTerm& term) const {
  return std::any_of(terms.begin(), terms.end(),
                     [&](const GuardTerm& known) { return known == term || follows(term, known); }) ||
         follows_by_constraints(terms, term);
}

bool Guard::implies(const Guard& other) const {
  return std::all_of(other.terms.begin(), other.terms.end(),
                     [&](const GuardTerm& term) { return implies(term); });
}

bool Guard::impossible() const {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (std::size_t j = i + 1; j < terms.size(); ++j) {
      if (contradict(terms[i], terms[j])) return true;
    }
  }
  return is_refuted(terms);
}

std::string Guard::to_string() const {
  std::string text;
  for (const GuardTerm& term : terms) {
    text += text.empty() ? "when " : " and ";
    text += term.holds ? term.condition : negated_text(term);
  }
  return text;
}

}  // namespace rootproof::value
