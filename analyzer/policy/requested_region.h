#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/answer.h"
#include "analyzer/policy/request_model.h"
#include "parsers/policy/policy_document.h"
#include "parsers/value/value.h"

/// A resource is asked for in the Region in which it lies (PolicyDocument::region).
namespace rootproof::policy {

/// Leaves the callers whose requests may name the Region of a document, and has them name it. Without a
/// Region that is known nothing changes.
void keep_to_region(const PolicyDocument& document, std::vector<RequestModel>& models);

/// What a hole for a Region is taken for in a document.
[[nodiscard]] std::string region_for(const PolicyDocument& document, const value::Hole& hole);

[[nodiscard]] std::string_view partition_for(const PolicyDocument& document);

/// An ARN of an example, in the Region of a document.
[[nodiscard]] std::string in_region_of(const PolicyDocument& document, std::string arn);

/// The answer to a question whose proof is about all Regions and whose witness is of one: where nothing tells
/// the Region of a document that asks for it, each is tried.
[[nodiscard]] Answer in_any_region(const PolicyDocument& document,
                                   const std::function<Answer(const PolicyDocument&)>& ask);

}  // namespace rootproof::policy
