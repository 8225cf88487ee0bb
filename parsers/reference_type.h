#pragma once

#include <algorithm>
#include <string_view>

namespace rootproof {

/// The type in a Terraform reference, of the providers aws and awscc: "aws_iam_role" of
/// "module.ci.aws_iam_role.deployer.arn", the same of a data source; empty where it names none.
[[nodiscard]] inline std::string_view aws_type_in(std::string_view reference) {
  for (std::size_t begin = 0; begin < reference.size();) {
    const std::size_t end = std::min(reference.find('.', begin), reference.size());
    const std::string_view part = reference.substr(begin, end - begin);
    if (part.starts_with("aws_") || part.starts_with("awscc_")) return part;
    begin = end + 1;
  }
  return {};
}

}  // namespace rootproof
