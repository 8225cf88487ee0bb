#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// What every proof that an account is covered rests on beside the policies, as sentences: the description of
/// the organization and its age, a management account that is not known.
[[nodiscard]] std::vector<std::string> premises_of(const engine::Facts& facts,
                                                   const organization::Organization& organization);

/// The same for one account: targets of policies on its path that are only defaults.
[[nodiscard]] std::vector<std::string> defaults_on_path(const organization::Organization& organization,
                                                        std::size_t node);

}  // namespace rootproof::rules
