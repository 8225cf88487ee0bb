#pragma once

#include <string>
#include <vector>

#include "parsers/policy/policy_document.h"

/// What lint says of single conditions and texts: what AWS's own policy validation finds (IAM User Guide,
/// "IAM policy validation check reference") as far as it needs no account, and what no request of the kind
/// can have.
namespace rootproof::policy {

struct LintNote;

/// Values of another type than their key's, and values that the key never has.
[[nodiscard]] std::vector<LintNote> condition_notes(const Condition& condition);

/// What is wrong with the policy variables of a text; empty when nothing is.
[[nodiscard]] std::string variable_note(const std::string& text);

/// What is wrong with the name of a service principal; empty when nothing is.
[[nodiscard]] std::string service_principal_note(const std::string& text);

/// What is wrong with an ARN of six components, as far as the catalogue of resources tells; empty when
/// nothing is.
[[nodiscard]] std::string arn_note(const std::string& arn);

}  // namespace rootproof::policy
