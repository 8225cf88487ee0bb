#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rootproof::terraform {

/// A plain YAML scalar as yamldecode resolves it (zclconf/go-cty-yaml resolve.go), which is not how
/// CloudFormation does: `y` is true, `0123` is the number 123, and the unquoted date `2012-10-17` is the text
/// "2012-10-17T00:00:00Z".
struct YamlScalar {
  enum class Kind : std::uint8_t { null, boolean, number, string, invalid, too_large };
  Kind kind = Kind::string;
  bool truth = false;
  std::string text;
};

[[nodiscard]] YamlScalar resolve_yaml_scalar(std::string_view text);

}  // namespace rootproof::terraform
