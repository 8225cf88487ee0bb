#pragma once

#include <functional>
#include <optional>
#include <string>

#include "parsers/terraform/module_symbols.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

/// What the `validation` blocks of a variable leave of its values: one of a list, each under the guard
/// "var.NAME is VALUE", or a text of the form of an account id. nullopt when they do not say. Read are
/// `contains(LIST, var.NAME)`, `var.NAME == VALUE` joined by `||`, account id patterns in `can(regex(…))`,
/// and any of these joined by `&&` with what else there is.
[[nodiscard]] std::optional<value::Value> bounded_by_validation(
    const Declaration& variable, const std::string& name,
    const std::function<value::Value(const hcl::File&, hcl::ExpressionId)>& evaluate);

}  // namespace rootproof::terraform
