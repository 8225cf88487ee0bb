#pragma once

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Puts the account in which the resource lies, where it is known, into a witness in place of that of an
/// example (policy::owner_account). The policy must not tell the two apart.
void name_account_of_resource(const engine::PolicyInstance& instance, policy::Answer& answer);

}  // namespace rootproof::rules
