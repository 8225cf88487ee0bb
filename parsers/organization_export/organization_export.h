#pragma once

#include <string>

#include "parsers/resource.h"
#include "parsers/syntax/syntax_tree.h"

/// An organization as the AWS CLI prints it (AWS Organizations API reference; domain.md §4.4).
namespace rootproof::organization_export {

/// Property of the organization: the policy types that are enabled on the root; absent when the export does
/// not say.
inline constexpr std::string_view kEnabledPolicyTypes = "EnabledPolicyTypes";
/// Property of the organization: true when the export lists every target of FullAWSAccess.
inline constexpr std::string_view kFullAccessListed = "FullAWSAccessListed";
/// Property of the organization: the id of the management account.
inline constexpr std::string_view kManagementAccount = "ManagementAccountId";
/// Property of the organization: the features of central root access that are enabled (IAM API reference,
/// "ListOrganizationsFeatures"); absent when the export does not say.
inline constexpr std::string_view kCentralRootFeatures = "CentralRootFeatures";
/// Property of the organization: absent where the export lists its service control policies; why they are not
/// all known where a list of policies is cut, or all are of other types; false where it lists none at all.
inline constexpr std::string_view kPoliciesListed = "PoliciesListed";
/// Property of the organization: when the export was made, as its text says.
inline constexpr std::string_view kExportedAt = "ExportedAt";

/// Why a document is no export; empty when it is one.
[[nodiscard]] std::string why_no_export(const syntax::SyntaxNode& document);

/// The objects of an export as resources of the types AWS::Organizations::*, their ids as addresses.
///
/// The document is one object, or an array of them, each holding what one call printed: `Organization`,
/// `Roots`, `OrganizationalUnits`, `Accounts`, `Policies` or `Policy`, `Targets`, `EnabledFeatures`. What
/// such output does not say by itself is said beside it in the same object: `ParentId` beside
/// `OrganizationalUnits`, `Accounts` or `Children`, `ChildId` beside `Parents`, `PolicyId` beside `Targets`,
/// `TargetId` beside `Policies`; or the objects carry `ParentId`, `Path`, `Content`, `Targets`, or hold their
/// children. Of an object that is told several times the first telling of each fact holds.
[[nodiscard]] EvaluatedUnit read_export(const syntax::SyntaxNode& document);

}  // namespace rootproof::organization_export
