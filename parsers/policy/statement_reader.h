#pragma once

#include <vector>

#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

/// Reads one statement whose alternatives are expanded already; form errors go to `errors`.
[[nodiscard]] Statement read_statement(const value::Value& value, std::vector<FormError>& errors);

/// What AWS refuses in policies of this kind, beyond the common grammar (policy.md §1.1).
void check_kind_rules(PolicyDocument& document);

/// True when the text is an operator of the Condition element: a set prefix, a base operator in any letter
/// case, IfExists (IAM User Guide, "IAM JSON policy elements: Condition operators").
[[nodiscard]] bool is_condition_operator(std::string_view name);

}  // namespace rootproof::policy
