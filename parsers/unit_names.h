#pragma once

#include <string_view>

namespace rootproof {

/// Begin the identity of an organizational unit that code asks for by its name, which follows.
inline constexpr std::string_view kUnitNamed = "organizational unit named ";
inline constexpr std::string_view kTopUnitNamed = "organizational unit directly in the root named ";

/// Resource::type of a Terraform data source that looks an organization up with another provider
/// configuration than the default one.
inline constexpr std::string_view kOrganizationLookupType = "data.aws_organizations_organization";

}  // namespace rootproof
