#pragma once

#include <optional>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace rootproof::rules {

/// Why a service that the organization's `aws_service_access_principals` does not list may be trusted all the
/// same: an `aws_organizations_aws_service_access` of the same unit trusts it, and each apply makes one of
/// the two true again (Terraform's AWS provider, "aws_organizations_aws_service_access"). Nullopt where none
/// does.
[[nodiscard]] std::optional<value::Reason> trusted_beside_list(const engine::Facts& facts,
                                                               const Resource& organization,
                                                               std::string_view service);

}  // namespace rootproof::rules
