#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "parsers/policy/policy_document.h"

/// Ids of organizations, roots and units in conditions (IAM User Guide, "AWS Organizations entity path").
namespace rootproof::policy {

/// Whether the values of a condition key are ids of organizations, or paths of them: aws:PrincipalOrgID,
/// aws:ResourceOrgPaths.
[[nodiscard]] bool holds_organization_ids(std::string_view key);

/// The ids, or beginnings of ids, in the values of such conditions.
[[nodiscard]] std::set<std::string> organization_ids_in(const PolicyDocument& document);

/// What names such an id in part, with wildcards inside of it, or in another case of letters: it may be the
/// one of whatever has no known id.
[[nodiscard]] std::set<std::string> partial_organization_ids_in(const PolicyDocument& document);

/// Writes other ids in the place of those that have one.
void take_ids(PolicyDocument& document, const std::map<std::string, std::string>& others);

}  // namespace rootproof::policy
