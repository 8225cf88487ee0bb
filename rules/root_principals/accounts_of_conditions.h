#pragma once

#include <functional>

#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {

/// Statements that name everyone and whose conditions, or the exceptions of Deny statements, confine that to
/// accounts (aws:PrincipalAccount, ARNs of root users, …): each account as if it were named as the principal.
/// Where everyone is let in, or may be, there are none: RP207 says so. The grant is valid during the call.
void for_each_account_of_conditions(const engine::PolicyInstance& instance,
                                    const std::function<void(const Grant& grant)>& judge);

}  // namespace rootproof::rules
