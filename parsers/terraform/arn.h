#pragma once

#include "parsers/value/value.h"

/// ARNs as values, holes included (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
namespace rootproof::terraform {

/// An object with partition, service, region, account_id and resource, as provider::aws::arn_parse gives it.
/// Unknown when a hole may hold a colon before the resource begins; unknown(invalid) for what is no ARN.
[[nodiscard]] value::Value parse_arn(const value::Value& arn, source::Span span);

/// The ARN of an IAM role without its path (provider::aws::trim_iam_role_path).
[[nodiscard]] value::Value without_role_path(const value::Value& arn, source::Span span);

}  // namespace rootproof::terraform
