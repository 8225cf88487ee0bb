#pragma once

#include <string>
#include <string_view>

namespace rootproof {

/// Begins the identity of an organizational unit that code asks for by its name, which follows.
inline constexpr std::string_view kTopUnitNamed = "organizational unit directly in the root named ";

/// The identity of the unit or account that an expression picks by an attribute out of what a data source
/// lists: "data.aws_organizations_organizational_units.all.children whose name is Prod".
inline constexpr std::string_view kWhose = " whose ";
[[nodiscard]] inline std::string listed(std::string_view list, std::string_view attribute,
                                        std::string_view text) {
  return std::string(list) + std::string(kWhose) + std::string(attribute) + " is " + std::string(text);
}
/// Ends the condition of what exists only where the list has such an element.
inline constexpr std::string_view kExists = " exists";

/// Begins Resource::type of a Terraform data source that lists, or finds, what is below its `parent_id`.
inline constexpr std::string_view kUnitLookupType = "data.aws_organizations_organizational_unit";

/// Resource::type of a Terraform data source that looks an organization up with another provider
/// configuration than the default one.
inline constexpr std::string_view kOrganizationLookupType = "data.aws_organizations_organization";

}  // namespace rootproof
