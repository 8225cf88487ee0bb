#pragma once

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// The document that data.aws_iam_policy_document renders, as a map in IAM's JSON shape (terraform.md §2.9).
/// `arguments` holds the evaluated attributes, and nested blocks as lists of maps.
[[nodiscard]] value::Value policy_document_json(const value::Value& arguments, const std::string& address);

}  // namespace rootproof::terraform
