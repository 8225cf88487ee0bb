#pragma once

#include <vector>

#include "analyzer/policy/questions.h"
#include "analyzer/policy/request_model.h"
#include "analyzer/policy/statement_box.h"

/// What root_is_denied and its explanations share.
namespace rootproof::policy {

/// Why a Deny statement that is about root does not deny all that is asked about: the action, or every one
/// when it is empty, by requests of the models. Nothing when the statement has nothing to do with root.
[[nodiscard]] std::optional<Closest> explain_miss(const PolicyDocument& document, std::size_t index,
                                                  const std::string& action,
                                                  const std::vector<RequestModel>& models);

/// Whether a Deny statement singles root out, or is meant for everything anybody does, and some request of
/// root is surely in it. A deny of a few actions to everybody is no part of a guardrail against root.
[[nodiscard]] bool denies_root_in_part(const PolicyDocument& document, std::size_t index,
                                       const std::vector<RequestModel>& models);

/// Whether some request of the model may be in the box of a statement; also when a limit ends the search.
[[nodiscard]] bool has_request(const PolicyDocument& document, std::size_t index, Bound bound,
                               const RequestModel& model);

}  // namespace rootproof::policy
