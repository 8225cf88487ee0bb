#pragma once

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Whether every Resource of a statement refers to something of the code that is not what the policy hangs
/// on: the policy of one queue that names another grants nobody anything.
[[nodiscard]] bool is_about_another_resource(const engine::PolicyInstance& instance,
                                             const policy::Statement& statement);

}  // namespace rootproof::rules
