#pragma once

#include <span>

#include "analyzer/engine/finding.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// Takes the edits from fixes that would change a text which several places of the code use, so that what is
/// right for one changes the meaning of others: what stands at an anchor of YAML that an alias names, and
/// statements that several policies are made of. Their advice stays.
void drop_shared_edits(const Project& project, std::span<const PolicyInstance> policies, Findings& findings);

}  // namespace rootproof::engine
