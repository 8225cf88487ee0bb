#include "analyzer/engine/cases.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace rootproof::engine {
namespace {

using value::Guard;
using value::GuardTerm;

/// Cases that one sentence tells, and guards that are looked at for it.
constexpr std::size_t kToldCases = 3;
constexpr std::size_t kJoinedGuards = 64;

/// What a value is in some cases: one of some texts, or none of them. A condition is the text of no subject.
struct Choice {
  std::string subject;  ///< "Stage"
  bool is = true;
  std::vector<std::string> texts;

  bool operator==(const Choice& other) const {
    return subject == other.subject && is == other.is && texts == other.texts;
  }
};

/// Terms that hold together.
using Case = std::vector<Choice>;

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Case case_of(const Guard& guard) {
  Case terms;
  for (const GuardTerm& term : guard.terms) {
    const std::string is = term.subject + " is ";
    const bool of_value = !term.subject.empty() && term.condition.starts_with(is);
    Choice choice{of_value ? term.subject : std::string(),
                  term.holds,
                  {of_value ? term.condition.substr(is.size()) : term.condition}};
    const auto same = std::find_if(terms.begin(), terms.end(), [&](const Choice& other) {
      return of_value && other.subject == choice.subject && !other.is && !choice.is;
    });
    if (same == terms.end())
      terms.push_back(std::move(choice));
    else
      same->texts.push_back(std::move(choice.texts.front()));
  }
  return terms;
}

/// Where at least one of two choices about the same is met; no texts where that is always so. False where it
/// cannot be said as one.
bool either(Choice& one, const Choice& other) {
  if (one.subject != other.subject) return false;
  if (one.subject.empty() && (one.texts != other.texts || one.is == other.is)) return false;
  if (one.is && other.is) {
    for (const std::string& text : other.texts)
      if (!contains(one.texts, text)) one.texts.push_back(text);
    return true;
  }
  const Choice& none_of = one.is ? other : one;
  const Choice& second = one.is ? one : other;
  std::vector<std::string> rest;
  for (const std::string& text : none_of.texts)
    if (contains(second.texts, text) == !second.is) rest.push_back(text);
  one.is = false;
  one.texts = std::move(rest);
  return true;
}

/// Joins two cases that differ in one term about the same; false where they do not.
bool join(Case& one, const Case& other, const IsAlwaysOneOf& is_always_one_of) {
  if (one.size() != other.size()) return false;
  std::size_t at = one.size();
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] == other[i]) continue;
    if (at != one.size()) return false;
    at = i;
  }
  if (at == one.size()) return true;
  if (!either(one[at], other[at])) return false;
  const bool always = one[at].is ? is_always_one_of(one[at].subject, one[at].texts) : one[at].texts.empty();
  if (always) one.erase(one.begin() + static_cast<std::ptrdiff_t>(at));
  return true;
}

/// "dev, test or prod".
std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == texts.size() ? " or " : ", ") + texts[i];
  return text;
}

std::string text_of(const Case& terms) {
  std::string text;
  for (const Choice& term : terms) {
    text += text.empty() ? "when " : " and ";
    if (!term.subject.empty()) text += term.subject + " is ";
    text += (term.is ? "" : "not ") + listed(term.texts);
  }
  return text;
}

}  // namespace

std::optional<std::string> either_of(const std::vector<Guard>& guards,
                                     const IsAlwaysOneOf& is_always_one_of) {
  if (guards.size() > kJoinedGuards) return std::nullopt;
  std::vector<Case> cases;
  cases.reserve(guards.size());
  for (const Guard& guard : guards) cases.push_back(case_of(guard));
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < cases.size(); ++i)
      for (std::size_t j = i + 1; j < cases.size(); ++j) {
        if (!join(cases[i], cases[j], is_always_one_of)) continue;
        cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
        --j;
      }
  }
  if (std::any_of(cases.begin(), cases.end(), [](const Case& each) { return each.empty(); })) return "";
  if (cases.size() > kToldCases) return std::nullopt;
  std::vector<std::string> texts;
  texts.reserve(cases.size());
  for (const Case& each : cases) texts.push_back(text_of(each));
  return listed(texts);
}

}  // namespace rootproof::engine
