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
  std::vector<value::Reason> reasons;  ///< of unknown
  /// The first field that no event of the sort has so: its path, what the pattern wants, what it is.
  std::string path;
  std::optional<value::Value> wanted;
  std::string is;
};

/// `pattern` is the map of the pattern. Operators that are not evaluated (numeric, cidr) make it unknown.
[[nodiscard]] PatternMatch match_pattern(const value::Value& pattern, const RootEvent& event);

/// Whether a pattern asks for the root user by a field of userIdentity, rightly or wrongly spelled.
[[nodiscard]] bool speaks_of_root(const value::Value& pattern);

}  // namespace rootproof::rules
