#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/pattern.h"

/// Well-known actions and what they act on, so that examples of requests look like requests.
namespace rootproof::policy {

/// An action and an ARN of what it acts on: {P}, {R}, {A} stand for partition, region and account. "*" means
/// that the action acts on no single resource (Service Authorization Reference).
struct SampleAction {
  std::string_view action;
  std::string_view resource;
};

[[nodiscard]] std::span<const SampleAction> sample_actions();

/// Fills in a resource template.
[[nodiscard]] std::string fill_resource(std::string_view resource, std::string_view partition,
                                        std::string_view account);

/// A resource an action acts on, as its sample or the catalogue of actions has it; for an action neither of
/// them knows one of its service, or an ARN of the usual shape.
[[nodiscard]] std::string sample_resource(std::string_view action, std::string_view partition,
                                          std::string_view account);

/// A resource that a pattern takes: "arn:aws:s3:::logs/*" → "arn:aws:s3:::logs/x"; wildcards in the first
/// five components take those of a usual resource of the same service.
[[nodiscard]] std::string example_of_resource(std::string_view pattern, std::string_view usual);

/// Every ARN of a partition, of any partition when it is empty; of one service only, where it is named.
[[nodiscard]] TextPattern any_arn(std::string_view partition, std::string_view service = {});
/// Every ARN of the IAM resources of accounts in a partition.
[[nodiscard]] TextPattern any_iam_arn(std::string_view partition);

/// ARNs of the service of an action in a partition, as far as they are worth trying as examples. Those of IAM
/// have no Region and are the caller's own (Service Authorization Reference, "Resource types defined by AWS
/// Identity and Access Management"): of `account`, or of any where it is empty.
[[nodiscard]] TextPattern resources_of_service(std::string_view action, std::string_view partition,
                                               std::string_view account = {});

/// ARNs of the kinds of resources that an action acts on, as the catalogue has them
/// ("arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME"); good for witnesses, and for no proof. Empty where a kind
/// has no word of its own ("arn:aws:s3:::NAME"), where not all are known, and for IAM.
[[nodiscard]] std::vector<TextPattern> resources_of_action(std::string_view action,
                                                           std::string_view partition);

/// Actions that a resource policy grants no caller of another account: of services without such policies, on
/// no single resource, or refused to other accounts (own_account_actions.h).
[[nodiscard]] bool is_for_owner_only(std::string_view action);

/// Actions by which root handles its own credentials. Their resource is `arn:P:iam::ACCOUNT:root`: inferred
/// from AWS's task policies for AssumeRoot, nowhere stated (policy.md §1.6).
[[nodiscard]] bool is_own_credential_action(std::string_view action);

/// Actions without a resource type, of those that guardrails are about: a statement applies to them only with
/// the Resource "*" (Service Authorization Reference, "The actions table").
[[nodiscard]] bool acts_on_no_resource(std::string_view action);

}  // namespace rootproof::policy
