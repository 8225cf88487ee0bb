#pragma once

#include <optional>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// What may add accounts, policies or attachments to the organization without the evaluation seeing it:
/// macros, and of modules and templates that could not be read those that are about organizations, by their
/// source, by what they are given or by their text. A module for buckets attaches no service control policy.
[[nodiscard]] std::vector<value::Reason> unseen_parts_of(const engine::Facts& facts,
                                                         const organization::Organization& organization);

/// The macro that may rewrite something that the code says of the organization; nullopt where none may.
[[nodiscard]] std::optional<value::Reason> rewriter_of(const organization::Organization& organization);

}  // namespace rootproof::rules
