#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/source/span.h"
#include "parsers/value/value.h"

namespace rootproof {

/// What a resource is, whatever the language calls its type. The table in resource_types.cpp maps type names.
enum class ResourceKind : std::uint8_t {
  other,
  iam_access_key,
  iam_user,
  iam_user_credential,  ///< login profile, SSH key, signing certificate, service-specific credential
  iam_role,
  iam_policy_holder,  ///< managed and inline identity policies
  bucket,
  bucket_policy,
  resource_policy_holder,  ///< every other resource that carries a resource policy
  key,                     ///< KMS key
  organization,
  organizational_unit,
  account,
  organizations_policy,
  organizations_policy_attachment,
  provider,             ///< Terraform provider block
  backend,              ///< Terraform backend block
  template_parameter,   ///< CloudFormation parameter
  compute_environment,  ///< carries environment variables (Lambda, ECS)
  policy_file,          ///< a policy document that is a file by itself
};

enum class Language : std::uint8_t {
  cloudformation,
  terraform,
  policy_json,
  organization_export,  ///< what the AWS CLI prints of an organization; types and properties are
                        ///< CloudFormation's
};

/// The kind of policy a slot holds (policy.md §1.1).
enum class PolicyKind : std::uint8_t {
  unknown,
  identity,
  resource,
  trust,
  service_control,
  resource_control,
  permissions_boundary,
  session,
  vpc_endpoint,
  delegation,
};
[[nodiscard]] std::string_view to_string(PolicyKind kind);

/// Resource::type of the arguments of a module call whose module is not on disk.
inline constexpr std::string_view kModuleArgumentsType = "module";

/// One evaluated resource instance, language-neutral.
struct Resource {
  ResourceKind kind = ResourceKind::other;
  Language language = Language::cloudformation;
  std::string type;     ///< as written: "AWS::S3::BucketPolicy", "aws_s3_bucket_policy", "provider.aws"
  std::string address;  ///< "Resources.LogsPolicy", "module.a.aws_s3_bucket_policy.logs[0]"
  std::string
      unit;  ///< template path or root module directory it was evaluated in; addresses are unique within it
  value::Value properties;  ///< a map under the language's own property names
  value::Guard guard;       ///< when it exists
  bool may_be_absent =
      false;            ///< count, for_each or condition not known: 0..n instances stand behind this one
  std::string account;  ///< symbol or id of the account it is deployed to; equal strings are the same account
  std::string partition;   ///< "aws-us-gov": of the Region it is deployed to; empty when not known
  std::string region;      ///< name or symbol; equal ones of a unit are one Region; empty: nothing tells
  std::string construct;   ///< the path that CDK knows it by: "Storefront/Logs/Policy/Resource"; else empty
  source::Span span;       ///< the header or logical id, for messages
  source::Span body_span;  ///< the whole definition
  /// What may make something else of it before it is deployed: a macro that this program does not run. What
  /// is wrong as written is reported; nothing about it is safe.
  std::optional<value::Reason> rewritten_by = {};

  /// A property under its neutral name, nullptr when absent or when the type has none (see
  /// `neutral_property`). Where the way there is not known (an unknown or one_of stands on it), the value
  /// that is not known.
  [[nodiscard]] const value::Value* property(std::string_view neutral_name) const;
};

/// A place in a resource type that holds a policy document.
struct PolicySlot {
  std::string_view type;  ///< resource type name
  std::string_view
      path;  ///< property path, `[]` for "each item": "Policies[].PolicyDocument", "inline_policy[].policy"
  PolicyKind kind = PolicyKind::unknown;
};

/// Slots of a type; empty when none is known (the content-based fallback then looks for documents).
[[nodiscard]] std::vector<PolicySlot> policy_slots(std::string_view type);
/// True for types whose policy-like properties are another language (stack policies, AWS IoT, Cedar, …); the
/// content-based fallback leaves them alone.
[[nodiscard]] bool holds_other_policy_language(std::string_view type);
[[nodiscard]] ResourceKind resource_kind(std::string_view type);
/// Types of which rules may ask for any property. Of all others they get those that may hold a policy
/// document; ModuleInputs::everything tells where this matters.
[[nodiscard]] bool read_by_rules(std::string_view type);
/// The language's property path of a neutral property of a type ("UserName", "Environment.Variables",
/// "environment[].variables"); empty when the type has none.
[[nodiscard]] std::string_view neutral_property(std::string_view type, std::string_view neutral_name);

/// What evaluation of one template, root module or policy file yields.
struct EvaluatedUnit {
  std::string name;  ///< template path or module directory
  std::vector<Resource> resources;
  source::Problems problems;
  /// What may rewrite or add resources without the evaluation seeing it (macros, opaque modules): nothing may
  /// be concluded from the absence of something in this unit.
  std::vector<value::Reason> unknowns;
};

}  // namespace rootproof
