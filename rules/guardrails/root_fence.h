#pragma once

#include "parsers/policy/policy_document.h"

namespace rootproof::rules {

/// True when a service control policy is there to fence the root user in: it denies everything, or key
/// creation, to root, or one of its Deny statements names root, whether or not that statement works.
[[nodiscard]] bool fences_root(const policy::PolicyDocument& document);

}  // namespace rootproof::rules
