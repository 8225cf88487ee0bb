#pragma once

#include <optional>

#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// RP803. It speaks of what other rules found; its check is `summarize_undecided`.
[[nodiscard]] const Rule& undecided_summary_rule();

/// One note about all undecided findings that are not suppressed: how many wait for what, and what would tell
/// it. At the place of the reason that most of them wait for. nullopt when fewer than two are.
[[nodiscard]] std::optional<Finding> summarize_undecided(const Findings& findings);

}  // namespace rootproof::engine
