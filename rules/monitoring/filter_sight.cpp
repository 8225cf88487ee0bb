#include "rules/monitoring/filter_sight.h"

#include <map>
#include <string_view>

namespace rootproof::rules {
namespace {

using policy::Truth;

/// Of rules/data/root_events.json.
constexpr std::string_view kSignIn = "sign-in to the console";

}  // namespace

FilterSight sight_of(const FilterTerm& filter) {
  FilterSight sight;
  std::map<std::string, Truth> whole;  // by caller
  for (const RootUse& use : root_uses()) {
    const RootEvent& event = use.by_root;
    const Truth found = match_log_filter(filter, event, Reach::some);
    Truth& kind = event.sign_in ? sight.sign_in : sight.calls;
    kind = policy::either(kind, found);
    if (found == Truth::yes) sight.seen.push_back(event.name);
    // The other events of sign-in come with one to the console, before or after.
    const bool counts = !event.sign_in || event.name == kSignIn;
    if (counts) sight.all = policy::both(sight.all, match_log_filter(filter, event, Reach::all));
    for (const RootEvent& other : use.by_others) {
      if (match_log_filter(filter, other, Reach::some) == Truth::yes) sight.of_others.push_back(other.name);
      if (!counts) continue;
      Truth& all = whole.try_emplace(other.name.substr(event.name.size() + 1), Truth::yes).first->second;
      all = policy::both(all, match_log_filter(filter, other, Reach::all));
    }
  }
  for (const auto& [caller, all] : whole)
    if (all == Truth::yes) sight.callers.push_back(caller);
  return sight;
}

std::vector<value::Reason> reasons_of_sight(const value::Value& pattern, bool understood) {
  std::vector<value::Reason> reasons = pattern.reasons();
  if (reasons.empty())
    reasons.push_back({value::ReasonKind::unsupported_operator,
                       understood ? "a comparison of the pattern" : "the syntax of the pattern",
                       pattern.origin().span()});
  return reasons;
}

}  // namespace rootproof::rules
