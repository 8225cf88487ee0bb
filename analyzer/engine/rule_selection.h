#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// Every rule there is, in id order: those of the engine, about suppressions and undecided results, and those
/// of rules/.
[[nodiscard]] std::vector<const Rule*> every_rule();

/// A rule by id or name, ignoring case; nullptr when there is none.
[[nodiscard]] const Rule* find_rule(std::string_view text);

/// What to say when there is none: with the rule that could have been meant.
[[nodiscard]] std::string no_such_rule(std::string_view text);

/// What runs where nobody selects rules (domain.md §4.5).
enum class Profile : std::uint8_t {
  standard,      ///< "default": the rules that are on by default
  strict,        ///< all rules; some notes count more
  organization,  ///< and the guardrails that are off by default; undecided results count as their severity
};
[[nodiscard]] std::optional<Profile> parse_profile(std::string_view text);
inline constexpr std::string_view kProfileNames = "default, strict or organization";

/// The severities that a profile gives rules, by id.
[[nodiscard]] std::map<std::string, Severity> severities_of(Profile profile);

/// Which rules run: those of the profile, or exactly the selected ones, less the ignored ones. Entries are
/// ids, names, or prefixes such as "RP3".
struct RuleSelection {
  std::vector<const Rule*> rules;
  std::string error;  ///< an entry that fits no rule, with a suggestion; empty when all is well
};
[[nodiscard]] RuleSelection select_rules(const std::vector<std::string>& select,
                                         const std::vector<std::string>& ignore,
                                         Profile profile = Profile::standard);

/// The entry of `choices` nearest to `text`, empty when none is near.
[[nodiscard]] std::string nearest(std::string_view text, const std::vector<std::string>& choices);

}  // namespace rootproof::engine
