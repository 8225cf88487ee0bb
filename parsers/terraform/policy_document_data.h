#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// The document that data.aws_iam_policy_document renders, as a map in IAM's JSON shape (terraform.md §2.9).
/// `arguments` holds the evaluated attributes, and nested blocks as lists of maps.
[[nodiscard]] value::Value policy_document_json(const value::Value& arguments, const std::string& address);

/// How a value that stands for its JSON is written as a text.
enum class JsonLayout : std::uint8_t {
  sorted,    ///< as jsonencode does: members by name, no white space
  indented,  ///< `json` of the data source: members in the provider's order, each on a line of its own
  minified,  ///< `minified_json` of it: that order, no white space
};

/// The origin of a value says what encoded it last: the data source, or jsonencode() thereafter.
[[nodiscard]] JsonLayout json_layout(const value::Value& encoded);

inline constexpr std::string_view kJsonEncode = "jsonencode";

}  // namespace rootproof::terraform
