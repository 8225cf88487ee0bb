// Language-neutral facts about resource types: what they are, and what their properties are called. Data
// tables and their look-up; policy_slots.cpp says where policies stand.
//
// Sources: CloudFormation resource schemas of May 2026, schema of hashicorp/aws 5.100.0, documentation of
// hashicorp/awscc.
#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "parsers/asking_services.h"
#include "parsers/resource.h"

namespace rootproof {

namespace {

struct KindRow {
  std::string_view type;
  ResourceKind kind;
};

/// Types with a meaning of their own; others are classified by the policies they hold.
constexpr KindRow kKinds[] = {
    {"AFT::AccountRequest", ResourceKind::account},
    {"AWS::ECS::TaskDefinition", ResourceKind::compute_environment},
    {"AWS::IAM::AccessKey", ResourceKind::iam_access_key},
    {"AWS::IAM::Group", ResourceKind::iam_policy_holder},
    {"AWS::IAM::Role", ResourceKind::iam_role},
    {"AWS::IAM::User", ResourceKind::iam_user},
    {"AWS::KMS::Key", ResourceKind::key},
    {"AWS::KMS::ReplicaKey", ResourceKind::key},
    {"AWS::Lambda::Function", ResourceKind::compute_environment},
    {"AWS::Organizations::Account", ResourceKind::account},
    {"AWS::Organizations::Organization", ResourceKind::organization},
    {"AWS::Organizations::OrganizationalUnit", ResourceKind::organizational_unit},
    {"AWS::Organizations::Policy", ResourceKind::organizations_policy},
    {"AWS::S3::Bucket", ResourceKind::bucket},
    {"AWS::S3::BucketPolicy", ResourceKind::bucket_policy},
    {"AWS::S3Express::BucketPolicy", ResourceKind::bucket_policy},
    {"AWS::S3Outposts::BucketPolicy", ResourceKind::bucket_policy},
    {"AWS::Serverless::Function", ResourceKind::compute_environment},
    {"LZA::Account", ResourceKind::account},
    {"LZA::Organization", ResourceKind::organization},
    {"LZA::OrganizationalUnit", ResourceKind::organizational_unit},
    {"LZA::ResourceControlPolicy", ResourceKind::organizations_policy},
    {"LZA::ServiceControlPolicy", ResourceKind::organizations_policy},
    {"OC::ORG::Account", ResourceKind::account},
    {"OC::ORG::MasterAccount", ResourceKind::account},
    {"OC::ORG::OrganizationRoot", ResourceKind::organization},
    {"OC::ORG::OrganizationalUnit", ResourceKind::organizational_unit},
    {"OC::ORG::ServiceControlPolicies", ResourceKind::organizations_policy_attachment},
    {"OC::ORG::ServiceControlPolicy", ResourceKind::organizations_policy},
    {"Parameter", ResourceKind::template_parameter},
    {"aws_ecs_task_definition", ResourceKind::compute_environment},
    {"aws_iam_access_key", ResourceKind::iam_access_key},
    {"aws_iam_group", ResourceKind::iam_policy_holder},
    {"aws_iam_role", ResourceKind::iam_role},
    {"aws_iam_service_specific_credential", ResourceKind::iam_user_credential},
    {"aws_iam_signing_certificate", ResourceKind::iam_user_credential},
    {"aws_iam_user", ResourceKind::iam_user},
    {"aws_iam_user_login_profile", ResourceKind::iam_user_credential},
    {"aws_iam_user_ssh_key", ResourceKind::iam_user_credential},
    {"aws_kms_external_key", ResourceKind::key},
    {"aws_kms_key", ResourceKind::key},
    {"aws_kms_replica_external_key", ResourceKind::key},
    {"aws_kms_replica_key", ResourceKind::key},
    {"aws_lambda_function", ResourceKind::compute_environment},
    {"aws_organizations_account", ResourceKind::account},
    {"aws_organizations_organization", ResourceKind::organization},
    {"aws_organizations_organizational_unit", ResourceKind::organizational_unit},
    {"aws_organizations_policy", ResourceKind::organizations_policy},
    {"aws_organizations_policy_attachment", ResourceKind::organizations_policy_attachment},
    {"aws_s3_bucket", ResourceKind::bucket},
    {"aws_s3_bucket_policy", ResourceKind::bucket_policy},
    {"aws_s3control_bucket_policy", ResourceKind::bucket_policy},
    {"awscc_ecs_task_definition", ResourceKind::compute_environment},
    {"awscc_iam_access_key", ResourceKind::iam_access_key},
    {"awscc_iam_group", ResourceKind::iam_policy_holder},
    {"awscc_iam_role", ResourceKind::iam_role},
    {"awscc_iam_user", ResourceKind::iam_user},
    {"awscc_kms_key", ResourceKind::key},
    {"awscc_kms_replica_key", ResourceKind::key},
    {"awscc_lambda_function", ResourceKind::compute_environment},
    {"awscc_organizations_account", ResourceKind::account},
    {"awscc_organizations_organization", ResourceKind::organization},
    {"awscc_organizations_organizational_unit", ResourceKind::organizational_unit},
    {"awscc_organizations_policy", ResourceKind::organizations_policy},
    {"awscc_s3_bucket", ResourceKind::bucket},
    {"awscc_s3_bucket_policy", ResourceKind::bucket_policy},
    {"awscc_s3express_bucket_policy", ResourceKind::bucket_policy},
    {"awscc_s3outposts_bucket_policy", ResourceKind::bucket_policy},
};
static_assert(std::is_sorted(std::begin(kKinds), std::end(kKinds),
                             [](const KindRow& left, const KindRow& right) {
                               return left.type < right.type;
                             }),
              "kKinds is searched by bisection");

/// Prefixes of Terraform types that decide about root, policies or organizations without holding a policy.
constexpr std::string_view kFamiliesReadByRules[] = {
    "aws_account_",
    "aws_acmpca_permission",
    "aws_ami_launch_permission",
    "aws_api_gateway_method",
    "aws_api_gateway_rest_api",
    "aws_apprunner_service",
    "aws_batch_job_definition",
    "aws_budgets_",
    "aws_cloudcontrolapi_",
    "aws_cloudformation_",
    "aws_cloudfront_distribution",
    "aws_cloudtrail",
    "aws_cloudwatch_",
    "aws_codebuild_project",
    "aws_config_",
    "aws_controltower_",
    "aws_db_cluster_snapshot",
    "aws_db_snapshot",
    "aws_dynamodb_table_item",
    "aws_elastic_beanstalk_",
    "aws_elasticsearch_domain",
    "aws_globalaccelerator_cross_account_attachment",
    "aws_glue_job",
    "aws_guardduty_",
    "aws_iam_",
    "aws_imagebuilder_distribution_configuration",
    "aws_instance",
    "aws_kms_",
    "aws_lakeformation_",
    "aws_lambda_",
    "aws_launch_",
    "aws_licensemanager_grant",
    "aws_network_interface_permission",
    "aws_opensearch_authorize_vpc_endpoint_access",
    "aws_opensearch_domain",
    "aws_organizations_",
    "aws_ram_principal_association",
    "aws_ram_resource_share",
    "aws_rds_cluster_snapshot_copy",
    "aws_redshift_endpoint_authorization",
    "aws_s3",
    "aws_secretsmanager_secret_version",
    "aws_securityhub_",
    "aws_securitylake_subscriber",
    "aws_serverlessapplicationrepository_",
    "aws_servicecatalog_",
    "aws_signer_signing_profile_permission",
    "aws_snapshot_create_volume_permission",
    "aws_sns_",
    "aws_spot_instance_request",
    "aws_ssm_document",
    "aws_ssm_parameter",
    "aws_ssoadmin_",
    "aws_vpc_endpoint_service",
    "awscc_acmpca_permission",
    "awscc_cloudformation_",
    "awscc_cloudfront_distribution",
    "awscc_cloudtrail_",
    "awscc_cloudwatch_",
    "awscc_codebuild_project",
    "awscc_codeguruprofiler_profiling_group",
    "awscc_config_",
    "awscc_controltower_",
    "awscc_ec2_instance",
    "awscc_ec2_launch_template",
    "awscc_ec2_network_interface_permission",
    "awscc_ec2_vpc_endpoint_service_permissions",
    "awscc_entityresolution_policy_statement",
    "awscc_events_",
    "awscc_globalaccelerator_cross_account_attachment",
    "awscc_guardduty_",
    "awscc_iam_",
    "awscc_kms_",
    "awscc_lakeformation_principal_permissions",
    "awscc_lambda_",
    "awscc_licensemanager_grant",
    "awscc_logs_",
    "awscc_organizations_",
    "awscc_qbusiness_permission",
    "awscc_ram_resource_share",
    "awscc_redshift_endpoint_authorization",
    "awscc_s3",
    "awscc_securityhub_",
    "awscc_securitylake_subscriber",
    "awscc_servicecatalog_",
    "awscc_signer_profile_permission",
    "awscc_sns_",
    "awscc_ssm_parameter",
    "awscc_sso_",
    "terraform_remote_state",
};

struct ServiceRow {
  std::string_view prefix;  ///< of type names
  std::string_view service;
};

/// Directory buckets (s3express) take their policies from the same Terraform type as other buckets.
constexpr ServiceRow kAskingServices[] = {
    {"AWS::ApiGateway::", "execute-api"},
    {"AWS::ECR::", "ecr"},
    {"AWS::EFS::", "elasticfilesystem"},
    {"AWS::Elasticsearch::", "es"},
    {"AWS::KMS::", "kms"},
    {"AWS::OpenSearchService::", "es"},
    {"AWS::S3::", "s3"},
    {"AWS::S3::", "s3express"},
    {"AWS::SNS::", "sns"},
    {"AWS::SQS::", "sqs"},
    {"AWS::SecretsManager::", "secretsmanager"},
    {"aws_api_gateway_", "execute-api"},
    {"aws_ecr_", "ecr"},
    {"aws_efs_", "elasticfilesystem"},
    {"aws_elasticsearch_", "es"},
    {"aws_glacier_", "glacier"},
    {"aws_kms_", "kms"},
    {"aws_opensearch_", "es"},
    {"aws_s3_", "s3"},
    {"aws_s3_", "s3express"},
    {"aws_secretsmanager_", "secretsmanager"},
    {"aws_sns_", "sns"},
    {"aws_sqs_", "sqs"},
    {"awscc_apigateway_", "execute-api"},
    {"awscc_ecr_", "ecr"},
    {"awscc_efs_", "elasticfilesystem"},
    {"awscc_elasticsearch_", "es"},
    {"awscc_kms_", "kms"},
    {"awscc_opensearchservice_", "es"},
    {"awscc_s3_", "s3"},
    {"awscc_s3_", "s3express"},
    {"awscc_secretsmanager_", "secretsmanager"},
    {"awscc_sns_", "sns"},
    {"awscc_sqs_", "sqs"},
};

struct PropertyRow {
  std::string_view type;
  std::string_view neutral;
  std::string_view path;
};

/// One resource type in two languages has the same neutral names here.
constexpr PropertyRow kProperties[] = {
    {"AFT::AccountRequest", "email", "AccountEmail"},
    {"AFT::AccountRequest", "name", "AccountName"},
    {"AFT::AccountRequest", "parent_id", "ParentId"},
    {"AWS::ECS::TaskDefinition", "environment_variables", "ContainerDefinitions"},
    {"AWS::IAM::AccessKey", "status", "Status"},
    {"AWS::IAM::AccessKey", "user_name", "UserName"},
    {"AWS::IAM::Role", "name", "RoleName"},
    {"AWS::IAM::Role", "path", "Path"},
    {"AWS::IAM::User", "name", "UserName"},
    {"AWS::IAM::User", "path", "Path"},
    {"AWS::IAM::User", "user_name", "UserName"},
    {"AWS::Lambda::Function", "environment_variables", "Environment.Variables"},
    {"AWS::Organizations::Account", "email", "Email"},
    {"AWS::Organizations::Account", "name", "AccountName"},
    {"AWS::Organizations::Account", "parent_id", "ParentIds"},
    {"AWS::Organizations::Organization", "central_root_features", "CentralRootFeatures"},
    {"AWS::Organizations::Organization", "feature_set", "FeatureSet"},
    {"AWS::Organizations::OrganizationalUnit", "name", "Name"},
    {"AWS::Organizations::OrganizationalUnit", "parent_id", "ParentId"},
    {"AWS::Organizations::Policy", "name", "Name"},
    {"AWS::Organizations::Policy", "policy_type", "Type"},
    {"AWS::Organizations::Policy", "target_ids", "TargetIds"},
    {"AWS::S3::Bucket", "bucket", "BucketName"},
    {"AWS::S3::Bucket", "name", "BucketName"},
    {"AWS::S3::BucketPolicy", "bucket", "Bucket"},
    {"AWS::S3Express::BucketPolicy", "bucket", "Bucket"},
    {"AWS::S3Outposts::BucketPolicy", "bucket", "Bucket"},
    {"AWS::Serverless::Function", "environment_variables", "Environment.Variables"},
    {"LZA::Account", "email", "Email"},
    {"LZA::Account", "name", "AccountName"},
    {"LZA::Account", "parent_id", "ParentId"},
    {"LZA::Organization", "central_root_features", "CentralRootFeatures"},
    {"LZA::OrganizationalUnit", "name", "Name"},
    {"LZA::OrganizationalUnit", "parent_id", "ParentId"},
    {"LZA::ResourceControlPolicy", "name", "Name"},
    {"LZA::ResourceControlPolicy", "policy_type", "Type"},
    {"LZA::ResourceControlPolicy", "target_ids", "TargetIds"},
    {"LZA::ServiceControlPolicy", "name", "Name"},
    {"LZA::ServiceControlPolicy", "policy_type", "Type"},
    {"LZA::ServiceControlPolicy", "target_ids", "TargetIds"},
    {"OC::ORG::Account", "email", "RootEmail"},
    {"OC::ORG::Account", "name", "AccountName"},
    {"OC::ORG::Account", "parent_id", "ParentId"},
    {"OC::ORG::MasterAccount", "email", "RootEmail"},
    {"OC::ORG::MasterAccount", "name", "AccountName"},
    {"OC::ORG::MasterAccount", "parent_id", "ParentId"},
    {"OC::ORG::OrganizationalUnit", "name", "OrganizationalUnitName"},
    {"OC::ORG::OrganizationalUnit", "parent_id", "ParentId"},
    {"OC::ORG::ServiceControlPolicies", "policy_id", "PolicyId"},
    {"OC::ORG::ServiceControlPolicies", "target_id", "TargetId"},
    {"OC::ORG::ServiceControlPolicy", "name", "PolicyName"},
    {"OC::ORG::ServiceControlPolicy", "target_ids", "TargetIds"},
    {"Parameter", "default", "Default"},
    {"Parameter", "no_echo", "NoEcho"},
    {"Parameter", "type", "Type"},
    {"aws_ecs_task_definition", "environment_variables", "container_definitions"},
    {"aws_iam_access_key", "status", "status"},
    {"aws_iam_access_key", "user_name", "user"},
    {"aws_iam_role", "name", "name"},
    {"aws_iam_role", "path", "path"},
    {"aws_iam_service_specific_credential", "status", "status"},
    {"aws_iam_service_specific_credential", "user_name", "user_name"},
    {"aws_iam_signing_certificate", "status", "status"},
    {"aws_iam_signing_certificate", "user_name", "user_name"},
    {"aws_iam_user", "name", "name"},
    {"aws_iam_user", "path", "path"},
    {"aws_iam_user", "user_name", "name"},
    {"aws_iam_user_login_profile", "user_name", "user"},
    {"aws_iam_user_ssh_key", "status", "status"},
    {"aws_iam_user_ssh_key", "user_name", "username"},
    {"aws_lambda_function", "environment_variables", "environment[].variables"},
    {"aws_organizations_account", "email", "email"},
    {"aws_organizations_account", "name", "name"},
    {"aws_organizations_account", "parent_id", "parent_id"},
    {"aws_organizations_organization", "enabled_policy_types", "enabled_policy_types"},
    {"aws_organizations_organization", "feature_set", "feature_set"},
    {"aws_organizations_organizational_unit", "name", "name"},
    {"aws_organizations_organizational_unit", "parent_id", "parent_id"},
    {"aws_organizations_policy", "name", "name"},
    {"aws_organizations_policy", "policy_type", "type"},
    {"aws_organizations_policy_attachment", "policy_id", "policy_id"},
    {"aws_organizations_policy_attachment", "target_id", "target_id"},
    {"aws_s3_bucket", "bucket", "bucket"},
    {"aws_s3_bucket", "name", "bucket"},
    {"aws_s3_bucket_policy", "bucket", "bucket"},
    {"aws_s3control_bucket_policy", "bucket", "bucket"},
    {"awscc_ecs_task_definition", "environment_variables", "container_definitions"},
    {"awscc_iam_access_key", "status", "status"},
    {"awscc_iam_access_key", "user_name", "user_name"},
    {"awscc_iam_role", "name", "role_name"},
    {"awscc_iam_role", "path", "path"},
    {"awscc_iam_user", "name", "user_name"},
    {"awscc_iam_user", "path", "path"},
    {"awscc_iam_user", "user_name", "user_name"},
    {"awscc_lambda_function", "environment_variables", "environment.variables"},
    {"awscc_organizations_account", "email", "email"},
    {"awscc_organizations_account", "name", "account_name"},
    {"awscc_organizations_account", "parent_id", "parent_ids"},
    {"awscc_organizations_organization", "feature_set", "feature_set"},
    {"awscc_organizations_organizational_unit", "name", "name"},
    {"awscc_organizations_organizational_unit", "parent_id", "parent_id"},
    {"awscc_organizations_policy", "name", "name"},
    {"awscc_organizations_policy", "policy_type", "type"},
    {"awscc_organizations_policy", "target_ids", "target_ids"},
    {"awscc_s3_bucket", "bucket", "bucket_name"},
    {"awscc_s3_bucket", "name", "bucket_name"},
    {"awscc_s3_bucket_policy", "bucket", "bucket"},
    {"awscc_s3express_bucket_policy", "bucket", "bucket"},
    {"awscc_s3outposts_bucket_policy", "bucket", "bucket"},
    {"backend.s3", "access_key", "access_key"},
    {"backend.s3", "assume_role", "assume_role"},
    {"backend.s3", "bucket", "bucket"},
    {"backend.s3", "profile", "profile"},
    {"backend.s3", "region", "region"},
    {"backend.s3", "secret_key", "secret_key"},
    {"backend.s3", "shared_credentials_file", "shared_credentials_file"},
    {"backend.s3", "shared_credentials_files", "shared_credentials_files"},
    {"backend.s3", "token", "token"},
    {"provider.aws", "access_key", "access_key"},
    {"provider.aws", "assume_role", "assume_role"},
    {"provider.aws", "profile", "profile"},
    {"provider.aws", "region", "region"},
    {"provider.aws", "secret_key", "secret_key"},
    {"provider.aws", "shared_credentials_file", "shared_credentials_file"},
    {"provider.aws", "shared_credentials_files", "shared_credentials_files"},
    {"provider.aws", "token", "token"},
    {"provider.awscc", "access_key", "access_key"},
    {"provider.awscc", "profile", "profile"},
    {"provider.awscc", "secret_key", "secret_key"},
    {"provider.awscc", "shared_credentials_files", "shared_credentials_files"},
    {"provider.awscc", "token", "token"},
};

constexpr bool property_less(const PropertyRow& left, const PropertyRow& right) {
  return std::tie(left.type, left.neutral) < std::tie(right.type, right.neutral);
}
static_assert(std::is_sorted(std::begin(kProperties), std::end(kProperties), property_less),
              "kProperties is searched by bisection");

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

ResourceKind kind_by_policies(std::string_view type) {
  for (const PolicySlot& slot : policy_slots(type)) {
    switch (slot.kind) {
      case PolicyKind::identity:
      case PolicyKind::permissions_boundary:
      case PolicyKind::session:
        return ResourceKind::iam_policy_holder;
      case PolicyKind::trust:
        return ResourceKind::iam_role;
      case PolicyKind::service_control:
      case PolicyKind::resource_control:
        return ResourceKind::organizations_policy;
      case PolicyKind::unknown:
      case PolicyKind::resource:
      case PolicyKind::vpc_endpoint:
      case PolicyKind::delegation:
        return ResourceKind::resource_policy_holder;
    }
  }
  return ResourceKind::other;
}

/// Follows a property path. A list on the way is entered when it has exactly one item (Terraform's nested
/// blocks); what is not known on the way is the result.
const value::Value* follow(const value::Value& start, std::string_view path) {
  const value::Value* at = &start;
  while (!path.empty()) {
    if (at->is(value::Value::Kind::unknown) || at->is(value::Value::Kind::one_of)) return at;
    if (at->is(value::Value::Kind::list)) {
      if (at->items().size() != 1) return nullptr;
      at = &at->items().front();
      continue;
    }
    const std::size_t dot = path.find('.');
    std::string_view name = path.substr(0, dot);
    if (name.size() > 2 && name.substr(name.size() - 2) == "[]") name.remove_suffix(2);
    at = at->find(name);
    if (at == nullptr) return nullptr;
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at;
}

}  // namespace

std::string_view to_string(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::unknown:
      return "policy";
    case PolicyKind::identity:
      return "identity policy";
    case PolicyKind::resource:
      return "resource policy";
    case PolicyKind::trust:
      return "trust policy";
    case PolicyKind::service_control:
      return "service control policy";
    case PolicyKind::resource_control:
      return "resource control policy";
    case PolicyKind::permissions_boundary:
      return "permissions boundary";
    case PolicyKind::session:
      return "session policy";
    case PolicyKind::vpc_endpoint:
      return "VPC endpoint policy";
    case PolicyKind::delegation:
      return "delegation policy";
  }
  return "policy";
}

std::vector<std::string_view> asking_services(std::string_view type) {
  std::vector<std::string_view> services;
  for (const ServiceRow& row : kAskingServices) {
    if (starts_with(type, row.prefix)) services.push_back(row.service);
  }
  return services;
}

bool is_asked_in_its_region(std::string_view type) {
  // Secrets are copied to other Regions with their policies, access points and tables may have several, and
  // public repositories have none.
  static constexpr std::array<std::string_view, 8> kElsewhere{
      "AWS::DynamoDB::GlobalTable", "AWS::ECR::Public", "AWS::S3::MultiRegion",  "AWS::SecretsManager::",
      "awscc_dynamodb_global",      "awscc_ecr_public", "awscc_s3_multi_region", "secretsmanager_"};
  static constexpr std::array<std::string_view, 31> kOthers{
      "AWS::Backup::",         "AWS::CodeArtifact::", "AWS::DynamoDB::",
      "AWS::Events::",         "AWS::Glue::",         "AWS::Kinesis::",
      "AWS::Lambda::",         "AWS::Logs::",         "AWS::S3Express::",
      "AWS::S3Tables::",       "AWS::VpcLattice::",   "aws_backup_",
      "aws_cloudwatch_event_", "aws_cloudwatch_log_", "aws_codeartifact_",
      "aws_dynamodb_",         "aws_glue_",           "aws_kinesis_",
      "aws_lambda_",           "aws_s3tables_",       "aws_vpclattice_",
      "awscc_backup_",         "awscc_codeartifact_", "awscc_dynamodb_",
      "awscc_events_",         "awscc_glue_",         "awscc_kinesis_",
      "awscc_lambda_",         "awscc_logs_",         "awscc_s3express_",
      "awscc_vpclattice_"};
  if (std::any_of(kElsewhere.begin(), kElsewhere.end(),
                  [type](std::string_view other) { return type.find(other) != std::string_view::npos; }))
    return false;
  return !asking_services(type).empty() ||
         std::any_of(kOthers.begin(), kOthers.end(),
                     [type](std::string_view prefix) { return type.starts_with(prefix); });
}

ResourceKind resource_kind(std::string_view type) {
  const auto* row =
      std::lower_bound(std::begin(kKinds), std::end(kKinds), type,
                       [](const KindRow& left, std::string_view right) { return left.type < right; });
  if (row != std::end(kKinds) && row->type == type) return row->kind;
  if (starts_with(type, "provider.")) return ResourceKind::provider;
  if (starts_with(type, "backend.")) return ResourceKind::backend;
  return kind_by_policies(type);
}

bool read_by_rules(std::string_view type) {
  return resource_kind(type) != ResourceKind::other || !policy_slots(type).empty() ||
         std::any_of(std::begin(kFamiliesReadByRules), std::end(kFamiliesReadByRules),
                     [&](std::string_view family) { return type.starts_with(family); });
}

std::string_view neutral_property(std::string_view type, std::string_view neutral_name) {
  const PropertyRow wanted{type, neutral_name, {}};
  const auto* row = std::lower_bound(std::begin(kProperties), std::end(kProperties), wanted, property_less);
  if (row == std::end(kProperties) || row->type != type || row->neutral != neutral_name) return {};
  return row->path;
}

const value::Value* Resource::property(std::string_view neutral_name) const {
  const std::string_view path = neutral_property(type, neutral_name);
  if (path.empty()) return nullptr;
  const value::Value* found = follow(properties, path);
  return found != nullptr && found->is(value::Value::Kind::absent) ? nullptr : found;
}

}  // namespace rootproof
