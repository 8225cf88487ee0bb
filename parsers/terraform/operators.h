#pragma once

#include <string>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// What Terraform refuses: unknown(invalid). Where it knows the type of the result all the same, an arm of a
/// conditional that is not chosen must go with the other one.
[[nodiscard]] value::Value invalid(std::string message, source::Span span,
                                   value::ValueType type = value::ValueType::any);

/// True for what a variable without a value hides: it may be null, lack a part, or be empty.
[[nodiscard]] bool is_open(const value::Value& value);

/// `first` when `condition` holds, else `otherwise`; whether it holds is not known because of `first`.
[[nodiscard]] value::Value either(const value::Value& first, const value::Value& otherwise,
                                  std::string condition, source::Span span);

/// `-x` and `!x`. Unknown operands give their reason.
[[nodiscard]] value::Value apply_unary(hcl::Operator op, const value::Value& operand, source::Span span);

/// Arithmetic (number.h), comparison, equality without conversion, and logic (terraform.md §1.3, §1.4).
[[nodiscard]] value::Value apply_binary(hcl::Operator op, const value::Value& left, const value::Value& right,
                                        source::Span span);

}  // namespace rootproof::terraform
