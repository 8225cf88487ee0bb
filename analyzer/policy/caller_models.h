#pragma once

#include <span>
#include <vector>

#include "analyzer/policy/request_model.h"
#include "parsers/policy/policy_document.h"

/// The callers that documents can tell apart (policy.md §3.1).
namespace rootproof::policy {

/// One model for every kind of caller the documents treat differently: each identity, account and service
/// they name, and representatives for those nobody names. Documents without any Principal element give one
/// model without principal, whose keys are all free. What a caller's own keys say follows from who it is;
/// every other key may be absent or hold any value.
[[nodiscard]] std::vector<RequestModel> caller_models(std::span<const PolicyDocument* const> documents);

/// Sets the action and resource of a model to any action on any resource, well-known ones first.
void ask_any_action(RequestModel& model);

/// Sets them to one action on a resource of the shape it acts on. `sample` is used when it is not empty.
void ask_one_action(RequestModel& model, const std::string& action, const std::string& sample);

/// Callers of symbolic models get their ARN from the search; the principal follows it.
void complete_principal(Request& request);

}  // namespace rootproof::policy
