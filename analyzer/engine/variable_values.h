#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/value/value.h"

namespace rootproof::engine {

using VariableValues = std::vector<std::pair<std::string, value::Value>>;

/// The values of a Terraform variable file, appended in the order of the file. Expressions there are
/// constants: a reference is an unknown(invalid).
void add_variable_values(const hcl::File& file, VariableValues& out);

/// The last expression of a file that holds nothing else: `--var 'ids=["1", "2"]'`.
[[nodiscard]] value::Value lone_value(const hcl::File& file);

}  // namespace rootproof::engine
