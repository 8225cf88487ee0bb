#pragma once

#include <string_view>

#include "parsers/policy/policy_document.h"

/// Actions that AWS takes from the account that owns the resource alone, whatever its policy says.
namespace rootproof::policy {

/// Whether AWS documents that it refuses the action to identities of other accounts: "kms:PutKeyPolicy". What
/// it says nothing of may be granted.
[[nodiscard]] bool is_refused_to_other_accounts(std::string_view action);

/// Whether a statement allows nothing but such actions, each written out. What a wildcard matches may be more
/// tomorrow.
[[nodiscard]] bool is_for_own_account_alone(const Statement& statement);

}  // namespace rootproof::policy
