#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/truth.h"
#include "parsers/value/value.h"
#include "rules/monitoring/root_events.h"

namespace rootproof::rules {

/// Whether an EventBridge pattern matches some event of a sort (EventBridge User Guide, "Comparison operators
/// for use in event patterns").
struct PatternMatch {
  policy::Truth matches = policy::Truth::yes;
  /// The same of the events that are recorded in the Region where something is done.
  policy::Truth regional = policy::Truth::yes;
  std::vector<value::Reason> reasons;  ///< of unknown
  /// The first field that no event of the sort has so: its path, what the pattern wants, what it is. Where
  /// none of several fields is to blame alone, `is` says why no event has them all.
  std::string path;
  std::optional<value::Value> wanted;
  std::string is;
};

/// `pattern` is the map of the pattern. Operators that are not evaluated (numeric, cidr) make it unknown.
[[nodiscard]] PatternMatch match_pattern(const value::Value& pattern, const RootEvent& event);

/// Whether a pattern asks for root users: by a field of userIdentity, rightly or wrongly spelled, or by
/// whatever matches events of theirs and not the like ones of others.
[[nodiscard]] policy::Truth event_pattern_asks_for_root(const value::Value& pattern);

}  // namespace rootproof::rules
