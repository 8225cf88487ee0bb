#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "parsers/source/source_file.h"
#include "parsers/value/value.h"

namespace rootproof::organization_files {

/// What the configuration of the Landing Zone Accelerator says of what stands in policy files.
struct PolicyPlaceholders {
  std::optional<std::string> partition;
  std::optional<std::string> home_region;
  std::optional<std::string> management_account_access_role;
  std::map<std::string, std::string, std::less<>> custom;  ///< of replacements-config.yaml, as JSON
  bool of_resource = false;  ///< the policy is that of a resource: ACCOUNT_ID is the account that owns it
  std::map<std::string, std::string, std::less<>> stated;  ///< by the user, of what the files do not say
};

/// The policy in a file: JSON in which `${PARTITION}` and the other replacements of the accelerator
/// (utils/lib/policy-replacements.ts of its sources, June 2026) are what is known of them, else holes. Policy
/// variables stay. Where the text is no JSON with any of them, nothing is known of it.
[[nodiscard]] value::Value read_policy_text(const source::SourceFile& file,
                                            const PolicyPlaceholders& placeholders);

}  // namespace rootproof::organization_files
