#pragma once

#include <optional>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/terraform/expression.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// Converts a value to a type constraint (`type = list(string)`), filling optional() defaults; nullopt where
/// Terraform refuses. Unknown values stay unknown. `scope` evaluates the defaults.
[[nodiscard]] std::optional<value::Value> convert_to_type(const value::Value& value, const hcl::File& file,
                                                          hcl::ExpressionId type, const Scope& scope);

/// The kind of value a constraint describes, for unknowns.
[[nodiscard]] value::ValueType value_type(const hcl::File& file, hcl::ExpressionId type);

}  // namespace rootproof::terraform
