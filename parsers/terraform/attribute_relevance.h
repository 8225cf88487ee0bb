#pragma once

#include "parsers/syntax/hcl_ast.h"

namespace rootproof::terraform {

/// False when the argument cannot hold a policy document, whatever the values it refers to: numbers and
/// comparisons, texts that no JSON text begins like, collections of those, tags. Looks at the syntax only, so
/// that what nobody needs is not evaluated (terraform.md §4.6).
[[nodiscard]] bool may_hold_policy(const hcl::File& file, const hcl::Attribute& attribute);

/// The same for a nested block, `dynamic` ones included.
[[nodiscard]] bool may_hold_policy(const hcl::File& file, const hcl::Block& block);

}  // namespace rootproof::terraform
