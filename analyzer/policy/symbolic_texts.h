#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/request_model.h"
#include "parsers/policy/policy_document.h"

/// Proofs about texts that a model leaves open: each is a predicate that holds or not, whatever it means.
namespace rootproof::policy {

/// Makes predicates of the texts in the documents that the model leaves open. False when there are none.
/// Parts with several values, with values that are no texts, and texts with holes stay as they are.
bool add_symbolic_texts(std::span<const PolicyDocument* const> documents, RequestModel& model);

/// Adds marks to what the model knows of the values of parts with predicates. To be called last.
void mark_symbolic_domains(RequestModel& model);

/// A value whose predicates do not matter.
[[nodiscard]] TextPattern with_marks(const TextPattern& pattern, std::size_t predicates);
/// A value for which predicate `holding` holds.
[[nodiscard]] TextPattern with_mark(const TextPattern& pattern, std::size_t predicates, std::size_t holding);

/// The model with the variables that the documents use and it leaves open set to values, once to some, once
/// to others, once to none: requests among which differences show. None when no variable is open.
[[nodiscard]] std::vector<RequestModel> with_set_variables(std::span<const PolicyDocument* const> documents,
                                                           const RequestModel& model);

}  // namespace rootproof::policy
