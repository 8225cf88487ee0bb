#include "rules/monitoring/filter_sight.h"

#include <map>
#include <string_view>

#include "parsers/regions.h"
#include "rules/monitoring/root_events.h"

namespace rootproof::rules {
namespace {

using policy::Truth;

/// Of rules/data/root_events.json.
constexpr std::string_view kSignIn = "sign-in to the console";

FilterSight sight_at(const FilterTerm& filter, const EventPlace& place) {
  FilterSight sight;
  std::map<std::string, Truth> whole;  // by caller
  for (const RootUse& use : root_uses()) {
    const RootEvent event = recorded_at(use.by_root, place);
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

bool same(const FilterSight& left, const FilterSight& right) {
  return left.all == right.all && left.sign_in == right.sign_in && left.calls == right.calls;
}

/// A trail of an organization writes events of other accounts into the log group, too.
FilterSight sight_with_others(const FilterTerm& filter, const Resource& resource, const EventPlace& place) {
  FilterSight own = sight_at(filter, place);
  if (place.account.empty() || own.all != Truth::no) return own;
  const FilterSight of_all = sight_at(filter, {place.partition, {}, {}});
  if (same(own, of_all)) return own;
  own.all = own.sign_in = own.calls = Truth::unknown;
  own.reasons = {{value::ReasonKind::external_target,
                  "whether " + resource.address + " gets events of other accounts", resource.span}};
  return own;
}

}  // namespace

FilterSight sight_of(const FilterTerm& filter, const Resource& resource) {
  // A trail of all Regions writes what is recorded in others, too.
  EventPlace place = place_of_events(resource);
  place.region.clear();
  const bool somewhere = place.partition.empty();
  // Where nothing tells the partition, that of most accounts counts.
  if (somewhere) place.partition = kCommonPartitions.front();
  FilterSight sight = sight_with_others(filter, resource, place);
  if (!somewhere || !sight.is_decided()) return sight;
  for (const std::string_view partition : kCommonPartitions) {
    place.partition = partition;
    const FilterSight there = sight_with_others(filter, resource, place);
    if (same(sight, there)) continue;
    if (sight.all == Truth::yes) {
      sight.premises.push_back("it is deployed to the partition " + std::string(kCommonPartitions.front()));
    } else if (there.all == Truth::yes) {
      sight.all = sight.sign_in = sight.calls = Truth::unknown;
      sight.reasons = {
          {value::ReasonKind::unknown_variable, "the partition of " + resource.address, resource.span}};
    }
    break;
  }
  return sight;
}

std::vector<value::Reason> reasons_of_sight(const value::Value& pattern,
                                            const std::optional<FilterSight>& sight) {
  if (sight && !sight->reasons.empty()) return sight->reasons;
  std::vector<value::Reason> reasons = pattern.reasons();
  if (reasons.empty())
    reasons.push_back({value::ReasonKind::unsupported_operator,
                       sight ? "a comparison of the pattern" : "the syntax of the pattern",
                       pattern.origin().span()});
  return reasons;
}

}  // namespace rootproof::rules
