#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/truth.h"
#include "parsers/value/value.h"
#include "rules/monitoring/log_filter.h"

namespace rootproof::rules {

/// What a metric filter finds of all that CloudTrail records of root users.
struct FilterSight {
  policy::Truth all = policy::Truth::yes;  ///< all sign-ins to the console and all API calls
  policy::Truth sign_in = policy::Truth::no;
  policy::Truth calls = policy::Truth::no;
  std::vector<std::string> seen;       ///< events that it surely finds
  std::vector<std::string> of_others;  ///< those of others that it surely finds, too
  std::vector<std::string> callers;    ///< others whose sign-ins and API calls it surely finds all
  std::vector<std::string> premises;   ///< of what it finds
  std::vector<value::Reason> reasons;  ///< why that is not known, where the pattern is

  [[nodiscard]] bool finds_nothing() const {
    return sign_in == policy::Truth::no && calls == policy::Truth::no;
  }
  /// Whether it finds nothing, something or everything.
  [[nodiscard]] bool is_decided() const {
    return finds_nothing() || (!seen.empty() && all != policy::Truth::unknown);
  }
};

[[nodiscard]] FilterSight sight_of(const FilterTerm& filter, const Resource& resource);

/// Why it is not known what a filter of this pattern finds; without a sight, it is not understood.
[[nodiscard]] std::vector<value::Reason> reasons_of_sight(const value::Value& pattern,
                                                          const std::optional<FilterSight>& sight);

}  // namespace rootproof::rules
