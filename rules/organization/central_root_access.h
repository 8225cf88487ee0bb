#pragma once

#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"

/// Central root access (IAM User Guide, "Centrally manage root access for member accounts"): what the
/// management account, or a delegated administrator, may do with the root users of member accounts.
namespace rootproof::rules {

/// The passwords, keys and MFA devices of root users can be taken away, and new accounts get none.
inline constexpr std::string_view kRootCredentialsManagement = "RootCredentialsManagement";
/// sts:AssumeRoot opens sessions of root users for single tasks.
inline constexpr std::string_view kRootSessions = "RootSessions";
/// The service that Organizations must trust for both, and whose delegated administrator opens root sessions.
inline constexpr std::string_view kRootAccessService = "iam.amazonaws.com";

/// Terraform's type for it; CloudFormation has none.
inline constexpr std::string_view kRootFeaturesType = "aws_iam_organizations_features";

/// Whether an organization has a feature enabled.
struct CentralRootFeature {
  policy::Truth enabled = policy::Truth::unknown;
  const Resource* resource = nullptr;  ///< what says so; nullptr when no code does
  std::vector<value::Reason> reasons;  ///< of unknown
};

/// Whether a list of texts below a resource holds one, for certain; `reasons` gets why it is not known.
[[nodiscard]] policy::Truth list_holds(const Resource& resource, std::string_view path, std::string_view text,
                                       std::vector<value::Reason>& reasons);

/// The resources that enable features in an organization: those of its own units, else those of all other
/// units when no other organization is there that they could belong to.
[[nodiscard]] std::vector<const Resource*> root_feature_resources(
    const engine::Facts& facts, const organization::Organization& organization);

/// In this order say so: code, the configuration, an exported organization. Terraform code of an organization
/// in which nothing enables it has it off; CloudFormation cannot tell.
[[nodiscard]] CentralRootFeature central_root_feature(const engine::Facts& facts,
                                                      const organization::Organization& organization,
                                                      std::string_view feature);

}  // namespace rootproof::rules
