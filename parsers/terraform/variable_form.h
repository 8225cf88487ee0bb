#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "parsers/terraform/module.h"

namespace rootproof::terraform {

/// How a module takes a text for one of its variables from the command line or the environment.
enum class VariableForm : std::uint8_t {
  text,        ///< type string, number, bool, or none: the text as it is
  expression,  ///< any other type, `any` included: the text is an expression
};

/// The variables that a module declares (Terraform's `VariableParsingMode`,
/// internal/configs/named_values.go), and those that it uses though it declares them nowhere: tools such as
/// Terragrunt write the file that does.
[[nodiscard]] std::map<std::string, VariableForm, std::less<>> variable_forms(
    const ModuleDirectory& directory);

}  // namespace rootproof::terraform
