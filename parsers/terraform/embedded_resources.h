#pragma once

#include <optional>

#include "parsers/resource.h"

/// Terraform resources that deploy resources described in another language.
namespace rootproof::terraform {

/// aws_cloudcontrolapi_resource is the CloudFormation resource that `type_name` and `desired_state` describe.
/// Nothing happens to other types, and where either is not known.
void unwrap_cloud_control(Resource& resource);

/// What a resource deploys unseen: a CloudFormation template, or a resource of a type that is not known.
[[nodiscard]] std::optional<value::Reason> unseen_resources(const Resource& resource);

}  // namespace rootproof::terraform
