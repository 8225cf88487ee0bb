#pragma once

#include <functional>

#include "parsers/value/value.h"

namespace rootproof::rules {

/// Calls `look` for each statement of a policy's source value, in all ways it may turn out.
void for_each_source_statement(const value::Value& document,
                               const std::function<void(const value::Value& statement)>& look);

}  // namespace rootproof::rules
