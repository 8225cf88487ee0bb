#pragma once

#include "parsers/policy/policy_document.h"

namespace rootproof::rules {

/// True when a service control policy is there to fence the root user in: it denies everything, or key
/// creation, to root, or one of its Deny statements names root, whether or not that statement works.
[[nodiscard]] bool fences_root(const policy::PolicyDocument& document);

/// True when a condition of a statement names root as people do, whether or not it works: aws:PrincipalArn
/// that ends with :root, aws:PrincipalType Root or Account, aws:userid root.
[[nodiscard]] bool names_root_user(const policy::Statement& statement);

/// True when a value of a condition names root as people do, whatever the operator makes of it.
[[nodiscard]] bool names_root_as_value(const policy::Condition& condition);

/// True when a Deny statement is meant for root users, whether or not it works: a condition about the caller
/// names root, or its Sid says that root is denied.
[[nodiscard]] bool is_meant_for_root(const policy::Statement& statement);

}  // namespace rootproof::rules
