#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// An attribute that no configuration sets: known after apply, or asked of the account by a data source.
struct ComputedAttribute {
  std::string type;     ///< resource type
  std::string address;  ///< "module.a.aws_iam_role.r[0]", "data.aws_partition.p"
  std::string path;     ///< "arn", "roots[0].id"
  std::string account;  ///< symbol or id of the account it belongs to
  value::Value region;  ///< of its provider: a string, known or a hole; null when there is none
  bool data = false;
  source::Span span;  ///< the reference
};

/// What is known of it (terraform.md §4.8): an ARN with the account as a hole, an id as a typed hole with the
/// identity "ADDRESS.PATH", or unknown with a reason. `configured` gives the attributes that the
/// configuration sets.
[[nodiscard]] value::Value computed_attribute(
    const ComputedAttribute& wanted,
    const std::function<std::optional<value::Value>(std::string_view name)>& configured);

}  // namespace rootproof::terraform
