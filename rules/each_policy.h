#pragma once

#include <functional>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Calls `check` for every policy, on as many threads as the facts allow, for rules whose questions are the
/// larger part of a scan. Each call may touch only its own findings; they are added in the order of the
/// policies.
void check_policies(const engine::Facts& facts, engine::Findings& findings,
                    const std::function<void(const engine::PolicyInstance&, engine::Findings&)>& check);

}  // namespace rootproof::rules
