#pragma once

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Whether a statement of a function's policy opens its URL by half: it allows lambda:InvokeFunctionUrl, and
/// nothing of the code allows everyone lambda:InvokeFunction, which URLs made since October 2025 ask for as
/// well, and others since November 2026 (Lambda Developer Guide, "Control access to Lambda function URLs").
[[nodiscard]] bool opens_url_by_half(const engine::Facts& facts, const engine::PolicyInstance& instance,
                                     const policy::Statement& statement);

}  // namespace rootproof::rules
