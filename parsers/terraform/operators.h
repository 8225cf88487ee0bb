#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "parsers/syntax/hcl_ast.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// `-x` and `!x`. Unknown operands give their reason.
[[nodiscard]] value::Value apply_unary(hcl::Operator op, const value::Value& operand, source::Span span);

/// Arithmetic on exact decimals, comparison, equality without conversion, and logic (terraform.md §1.3,
/// §1.4). Results that need more than 38 digits are unknown(limit).
[[nodiscard]] value::Value apply_binary(hcl::Operator op, const value::Value& left, const value::Value& right,
                                        source::Span span);

/// -1, 0 or 1 for two decimal texts; nullopt when one is no decimal of at most 38 digits.
[[nodiscard]] std::optional<int> compare_numbers(const std::string& left, const std::string& right);

}  // namespace rootproof::terraform
