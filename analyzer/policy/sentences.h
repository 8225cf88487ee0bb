#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "parsers/policy/policy_document.h"

/// Policies in plain sentences.
namespace rootproof::policy {

struct StatementSentences {
  std::string heading;               ///< "Statement 2 (DenyRoot)"
  std::string meaning;               ///< one sentence
  std::vector<std::string> remarks;  ///< what a reader is likely to miss
};

/// What a statement says.
[[nodiscard]] StatementSentences explain_statement(const PolicyDocument& document, std::size_t index);

}  // namespace rootproof::policy
