#pragma once

#include <cstddef>
#include <string>

#include "parsers/policy/policy_document.h"
#include "parsers/value/value.h"

namespace rootproof::policy {

/// Characters that a service control policy may have without white space. AWS raised the quota from the lower
/// to the higher one in 2026 (AWS Organizations User Guide, "Quotas"); copies of that page show either.
inline constexpr std::size_t kOldServiceControlPolicySize = 5'120;
inline constexpr std::size_t kServiceControlPolicySize = 10'240;

/// What AWS Organizations takes of service control policies ("Quotas for AWS Organizations").
struct ScpQuotas {
  /// On one root, unit or account, FullAWSAccess included; 5 before 2026-05-15, and still the number in older
  /// copies of that page.
  std::size_t policies_of_node = 10;
  std::size_t characters = kServiceControlPolicySize;
  bool characters_stated = false;  ///< by the user, for this organization
};

/// The characters that a policy, a map or a text in JSON, has at least as JSON without white space: what is
/// not known counts nothing. Of alternatives the longest counts. 0 for what is no JSON.
[[nodiscard]] std::size_t document_size(const value::Value& source);

/// Holds a service control policy to another quota of characters than kServiceControlPolicySize, to which
/// parse_policy() holds it. Documents of other kinds stay as they are.
void limit_size(PolicyDocument& document, std::size_t characters);

/// What is wrong with a service control policy of that many characters.
[[nodiscard]] std::string size_error(std::size_t size, std::size_t quota);

}  // namespace rootproof::policy
