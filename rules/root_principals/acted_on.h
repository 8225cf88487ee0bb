#pragma once

#include <string>

#include "analyzer/policy/request.h"
#include "parsers/policy/policy_document.h"

namespace rootproof::rules {

/// " on arn:aws:s3:::logs/*": what a request that a statement lets in is about, in the words of the
/// statement, since the request has a made-up text in place of what the code leaves open. Nothing where the
/// statement is about everything, or which of its resources is meant cannot be told.
[[nodiscard]] std::string acted_on(const policy::Statement& statement, const policy::Request& request);

}  // namespace rootproof::rules
