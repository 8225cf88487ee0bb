#pragma once

#include <string_view>

#include "parsers/resource.h"

namespace rootproof {

/// True for types whose meaning code decides that is not seen: custom resources, extensions of the
/// CloudFormation registry and modules of others, Terraform modules that are not on disk. A policy among
/// their properties may become another one.
[[nodiscard]] constexpr bool is_opaque_type(std::string_view type) {
  if (type == "AWS::CloudFormation::CustomResource" || type == kModuleArgumentsType) return true;
  // Objects of organizations in files of other tools have types of ours.
  const bool of_organization = type.starts_with("OC::ORG::") || type.starts_with("LZA::");
  return type.find("::") != std::string_view::npos && !type.starts_with("AWS::") && !of_organization;
}

}  // namespace rootproof
