#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/organization/organization.h"

namespace rootproof::engine {

/// What organization.exempt of the configuration names and no organization has, or has several times, so that
/// nothing is left out: each with its place in the configuration and what may have been meant. Nothing where
/// no organization is in scope.
[[nodiscard]] std::vector<std::string> unmatched_exemptions(
    std::span<const organization::Organization> organizations, const organization::StatedFacts& stated);

}  // namespace rootproof::engine
