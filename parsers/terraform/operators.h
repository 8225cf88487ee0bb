#pragma once

#include <string>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// What Terraform refuses: unknown(invalid).
[[nodiscard]] value::Value invalid(std::string message, source::Span span);

/// `-x` and `!x`. Unknown operands give their reason.
[[nodiscard]] value::Value apply_unary(hcl::Operator op, const value::Value& operand, source::Span span);

/// Arithmetic (number.h), comparison, equality without conversion, and logic (terraform.md §1.3, §1.4).
[[nodiscard]] value::Value apply_binary(hcl::Operator op, const value::Value& left, const value::Value& right,
                                        source::Span span);

}  // namespace rootproof::terraform
