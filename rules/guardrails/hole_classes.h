#pragma once

#include <vector>

#include "analyzer/policy/coverage.h"

namespace rootproof::rules {

/// The classes of rules/data/hole_classes.json (domain.md RP302), most severe first.
[[nodiscard]] std::vector<policy::HoleClass> hole_classes();

}  // namespace rootproof::rules
