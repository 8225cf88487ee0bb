#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "analyzer/policy/answer.h"
#include "parsers/policy/policy_document.h"

/// Who may act as the root user of a member account by sts:AssumeRoot (IAM User Guide, "Perform a privileged
/// task on an AWS Organizations member account"; STS API reference, "AssumeRoot").
namespace rootproof::policy {

/// The task policy, arn:aws:iam::aws:policy/root-task/NAME, after which a root user has long-term credentials
/// again. Every call names one.
inline constexpr std::string_view kCreatePasswordTask = "IAMCreateRootUserPassword";
/// Stands for all that AWS may add: only a policy that does not list its tasks allows it.
inline constexpr std::string_view kUnlistedTask = "ATaskThatAwsAddsLater";

/// Does an Allow statement of an identity policy let its holders call sts:AssumeRoot on a root user with this
/// task, after all Deny statements of the document? violation: the witness is such a call. nullopt: whatever
/// its conditions are, the statement is not about that action. Asked in one partition, or where it is empty,
/// in aws and those that ARNs of the document name.
[[nodiscard]] std::optional<Answer> opens_root_sessions(const PolicyDocument& document, std::size_t statement,
                                                        const std::string& partition, std::string_view task);

}  // namespace rootproof::policy
