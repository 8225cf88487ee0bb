#pragma once

#include "analyzer/policy/evaluate.h"

namespace rootproof::policy {

/// Adds what a statement, at its place in the documents, says about a request.
void count_statement(const Statement& statement, std::size_t policy, std::size_t index, Match match,
                     SetMatch& tally);

/// What the tally of all statements decides; it is used up.
[[nodiscard]] Decision decide(SetMatch tally);

}  // namespace rootproof::policy
