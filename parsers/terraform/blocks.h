#pragma once

#include <string>
#include <string_view>

#include "parsers/syntax/hcl_ast.h"

namespace rootproof::terraform {

/// Arguments of blocks that Terraform itself reads.
[[nodiscard]] bool is_meta_argument(std::string_view name);

/// The name of the blocks that a block, or a dynamic block, makes.
[[nodiscard]] std::string argument_of(const hcl::Block& block);

}  // namespace rootproof::terraform
