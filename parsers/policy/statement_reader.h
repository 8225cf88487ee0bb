#pragma once

#include <cstdint>
#include <vector>

#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

/// What a Sid may be written as (IAM User Guide, "Grammar of the IAM JSON policy language": a string).
enum class Sids : std::uint8_t {
  any_scalar,  ///< in templates, whose scalars CloudFormation makes texts of
  texts,
};

/// Reads one statement whose alternatives are expanded already; form errors go to `errors`.
[[nodiscard]] Statement read_statement(const value::Value& value, Sids sids, std::vector<FormError>& errors);

/// A list of ARNs of identities that a data source found, or of the accounts of an organization, as the value
/// of a type of Principal: whichever they are, parse_principal reads one of them.
[[nodiscard]] bool is_list_of_principals(const value::Value& value);

/// Kinds of policies that IAM or Organizations attach to who calls.
[[nodiscard]] bool attaches_to_principals(PolicyKind kind);

/// What AWS refuses in policies of this kind, beyond the common grammar (policy.md §1.1).
void check_kind_rules(PolicyDocument& document);

/// True when the text is an operator of the Condition element: a set prefix, a base operator in any letter
/// case, IfExists (IAM User Guide, "IAM JSON policy elements: Condition operators").
[[nodiscard]] bool is_condition_operator(std::string_view name);

}  // namespace rootproof::policy
