#pragma once

#include "parsers/syntax/hcl_ast.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::terraform {

/// A configuration in JSON syntax (.tf.json, .tofu.json) as the same tree that native syntax gives, so that
/// everything behind it is one ("JSON Configuration Syntax"; hashicorp/hcl, json/spec.md). Blocks that cannot
/// be read are left out, with a Problem, and `recovered` is set. What is a block and what an argument,
/// Terraform knows from the provider's schema; here the language's own blocks are known, and for
/// hashicorp/aws an object is a block unless its name is that of a map. Never throws.
[[nodiscard]] hcl::File read_json_configuration(const syntax::ParsedSyntax& syntax);

/// A variable file in JSON (.tfvars.json): constant arguments, texts as they are.
[[nodiscard]] hcl::File read_json_variables(const syntax::ParsedSyntax& syntax);

}  // namespace rootproof::terraform
