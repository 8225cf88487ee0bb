#pragma once

#include "parsers/resource.h"

namespace rootproof::engine {

/// Adds the accounts that a root module asks Account Factory for Terraform for, as resources of the type
/// AFT::AccountRequest: calls of its module, which writes `control_tower_parameters` into a table
/// (aws-ia/terraform-aws-control_tower_account_factory, sources/aft-customizations-repos).
void add_account_requests(EvaluatedUnit& unit);

}  // namespace rootproof::engine
