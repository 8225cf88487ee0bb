#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/truth.h"
#include "parsers/value/value.h"
#include "rules/monitoring/log_regex.h"
#include "rules/monitoring/root_events.h"

namespace rootproof::rules {

/// One comparison of a JSON filter pattern, or what joins others.
struct FilterTerm {
  enum class Kind : std::uint8_t {
    all,
    any,
    equals,
    not_equals,
    number,
    exists,
    missing,
    is_null,
    is_true,
    is_false
  };
  Kind kind = Kind::all;
  std::vector<FilterTerm> terms;  ///< of all and any
  std::string path;               ///< "userIdentity.type"
  std::string text;               ///< `*` at its ends are wildcards
  bool known = true;              ///< false when a part of the text is not known
  std::optional<LogRegex> regex;  ///< in place of the text
};

/// A CloudWatch Logs filter pattern for JSON events: `{ $.a.b = "x" && … }` (CloudWatch Logs User Guide,
/// "Filter pattern syntax"). nullopt for what is none, or is not understood.
[[nodiscard]] std::optional<FilterTerm> read_log_filter(const value::Value& text);

/// Which events of a sort are asked about: whether one may match, or whether all do but those that an
/// inequality leaves out.
enum class Reach : std::uint8_t { some, all };

[[nodiscard]] policy::Truth match_log_filter(const FilterTerm& filter, const RootEvent& event, Reach reach);

/// Whether a filter pattern asks for root users: by a field of userIdentity, rightly or wrongly spelled, or
/// by whatever finds events of theirs and not the like ones of others. Unknown too where the pattern is not
/// understood and has the word.
[[nodiscard]] policy::Truth filter_asks_for_root(const value::Value& pattern);

}  // namespace rootproof::rules
