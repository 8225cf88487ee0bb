#pragma once

#include "parsers/terraform/module.h"

namespace rootproof::terraform {

/// True when a module takes no version of hashicorp/aws below `major`: its `required_providers`, or the
/// `version` of a provider block as Terraform 0.12 read it ("Version Constraints"). Without a constraint any
/// version may be in use.
[[nodiscard]] bool requires_aws_provider(const ModuleDirectory& directory, unsigned major);

}  // namespace rootproof::terraform
