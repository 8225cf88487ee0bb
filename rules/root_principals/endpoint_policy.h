#pragma once

#include <cstddef>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// A policy file, or one among the arguments of a module that is not on disk, says "*" for everything and
/// everyone: as the policy of a VPC endpoint that is the default and grants nothing, as the policy of a
/// resource it gives the resource away. Which it is stands elsewhere.
[[nodiscard]] bool may_be_endpoint_policy(const engine::PolicyInstance& instance, std::size_t index,
                                          const policy::Request& witness);

/// The reason why it is not known then what the statement does.
[[nodiscard]] value::Reason attached_to_what(const policy::Statement& statement);

}  // namespace rootproof::rules
