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

/// When a condition holds: "aws:RequestedRegion is us-east-1".
[[nodiscard]] std::string condition_sentence(const Condition& condition);
/// Entries of a list, the first few of them: "iam:* and s3:Get*".
[[nodiscard]] std::string sentence_list(const std::vector<PolicyString>& entries);

/// What a statement says.
[[nodiscard]] StatementSentences explain_statement(const PolicyDocument& document, std::size_t index);
/// What each of them says.
[[nodiscard]] std::vector<StatementSentences> explain_statements(const PolicyDocument& document);

}  // namespace rootproof::policy
