// Which JSON attributes of hashicorp/aws are policies: every attribute that provider 5.100.0 validates as
// JSON (found by giving each attribute of its schema broken JSON), and what stands in for the newer ones; and
// which properties of CloudFormation's resource types are.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/policy_languages.h"
#include "parsers/resource.h"

namespace rootproof {
namespace {

struct TypeAttribute {
  std::string_view type;
  std::string_view attribute;
};

constexpr TypeAttribute kPolicies[] = {
    {"aws_acmpca_policy", "policy"},
    {"aws_api_gateway_domain_name", "policy"},
    {"aws_api_gateway_rest_api", "policy"},
    {"aws_api_gateway_rest_api_policy", "policy"},
    {"aws_backup_vault_policy", "policy"},
    {"aws_cloudsearch_domain_service_access_policy", "access_policy"},
    {"aws_cloudwatch_event_bus_policy", "policy"},
    {"aws_cloudwatch_log_delivery_destination_policy", "delivery_destination_policy"},
    {"aws_cloudwatch_log_destination_policy", "access_policy"},
    {"aws_cloudwatch_log_resource_policy", "policy_document"},
    {"aws_codeartifact_domain_permissions_policy", "policy_document"},
    {"aws_codeartifact_repository_permissions_policy", "policy_document"},
    {"aws_codebuild_resource_policy", "policy"},
    {"aws_dynamodb_resource_policy", "policy"},
    {"aws_ecr_registry_policy", "policy"},
    {"aws_ecr_repository_creation_template", "repository_policy"},
    {"aws_ecr_repository_policy", "policy"},
    {"aws_ecrpublic_repository_policy", "policy"},
    {"aws_efs_file_system_policy", "policy"},
    {"aws_elasticsearch_domain", "access_policies"},
    {"aws_elasticsearch_domain_policy", "access_policies"},
    {"aws_glacier_vault", "access_policy"},
    {"aws_glacier_vault_lock", "policy"},
    {"aws_glue_resource_policy", "policy"},
    {"aws_iam_group_policy", "policy"},
    {"aws_iam_policy", "policy"},
    {"aws_iam_role", "assume_role_policy"},
    {"aws_iam_role", "inline_policy.policy"},
    {"aws_iam_role_policy", "policy"},
    {"aws_iam_user_policy", "policy"},
    {"aws_kinesis_resource_policy", "policy"},
    {"aws_kms_external_key", "policy"},
    {"aws_kms_key", "policy"},
    {"aws_kms_key_policy", "policy"},
    {"aws_kms_replica_external_key", "policy"},
    {"aws_kms_replica_key", "policy"},
    {"aws_media_store_container_policy", "policy"},
    {"aws_msk_cluster_policy", "policy"},
    {"aws_networkfirewall_resource_policy", "policy"},
    {"aws_oam_sink_policy", "policy"},
    {"aws_opensearch_domain", "access_policies"},
    {"aws_opensearch_domain_policy", "access_policies"},
    {"aws_organizations_policy", "content"},
    {"aws_organizations_resource_policy", "content"},
    {"aws_redshift_resource_policy", "policy"},
    {"aws_redshiftserverless_resource_policy", "policy"},
    {"aws_s3_access_point", "policy"},
    {"aws_s3_bucket", "policy"},
    {"aws_s3_bucket_policy", "policy"},
    {"aws_s3control_access_grants_instance_resource_policy", "policy"},
    {"aws_s3control_access_point_policy", "policy"},
    {"aws_s3control_bucket_policy", "policy"},
    {"aws_s3control_multi_region_access_point_policy", "details.policy"},
    {"aws_s3control_object_lambda_access_point_policy", "policy"},
    {"aws_s3tables_table_bucket_policy", "resource_policy"},
    {"aws_s3tables_table_policy", "resource_policy"},
    {"aws_sagemaker_model_package_group_policy", "resource_policy"},
    {"aws_schemas_registry_policy", "policy"},
    {"aws_secretsmanager_secret", "policy"},
    {"aws_secretsmanager_secret_policy", "policy"},
    {"aws_ses_identity_policy", "policy"},
    {"aws_sesv2_email_identity_policy", "policy"},
    {"aws_sns_topic", "policy"},
    {"aws_sns_topic_policy", "policy"},
    {"aws_sqs_queue", "policy"},
    {"aws_sqs_queue_policy", "policy"},
    {"aws_ssoadmin_permission_set_inline_policy", "inline_policy"},
    {"aws_transfer_access", "policy"},
    {"aws_transfer_user", "policy"},
    {"aws_vpc_endpoint", "policy"},
    {"aws_vpc_endpoint_policy", "policy"},
    {"aws_vpclattice_auth_policy", "policy"},
    {"aws_vpclattice_resource_policy", "policy"},
    {"aws_xray_resource_policy", "policy_document"},
};

/// Another grammar: stack policies, data protection, index and lifecycle rules, AWS IoT.
constexpr TypeAttribute kOtherGrammars[] = {
    {"aws_cloudformation_stack", "policy_body"},
    {"aws_cloudwatch_log_account_policy", "policy_document"},
    {"aws_cloudwatch_log_data_protection_policy", "policy_document"},
    {"aws_cloudwatch_log_index_policy", "policy_document"},
    {"aws_ecr_lifecycle_policy", "policy"},
    {"aws_iot_policy", "policy"},
    {"aws_networkmanager_core_network", "base_policy_document"},
    {"aws_networkmanager_core_network_policy_attachment", "policy_document"},
    {"aws_sns_topic_data_protection_policy", "policy"},
};

/// No policies: schemas, dashboards, settings, delivery and filter rules of messages. Templates and interface
/// descriptions may hold policies deeper inside; those are found by their content.
constexpr TypeAttribute kOtherDocuments[] = {
    {"aws_apigatewayv2_api", "body"},
    {"aws_cloudformation_stack", "template_body"},
    {"aws_cloudformation_stack_set", "template_body"},
    {"aws_config_conformance_pack", "template_body"},
    {"aws_config_organization_conformance_pack", "template_body"},
    {"aws_api_gateway_model", "schema"},
    {"aws_apigatewayv2_model", "schema"},
    {"aws_appconfig_configuration_profile", "validator.content"},
    {"aws_cloudwatch_dashboard", "dashboard_body"},
    {"aws_codecommit_approval_rule_template", "content"},
    {"aws_connect_contact_flow", "content"},
    {"aws_connect_contact_flow_module", "content"},
    {"aws_controltower_landing_zone", "manifest_json"},
    {"aws_ecr_repository_creation_template", "lifecycle_policy"},
    {"aws_emr_cluster", "configurations_json"},
    {"aws_emr_cluster", "core_instance_group.autoscaling_policy"},
    {"aws_emr_instance_group", "autoscaling_policy"},
    {"aws_emr_instance_group", "configurations_json"},
    {"aws_iot_provisioning_template", "template_body"},
    {"aws_opsworks_custom_layer", "custom_json"},
    {"aws_opsworks_ecs_cluster_layer", "custom_json"},
    {"aws_opsworks_ganglia_layer", "custom_json"},
    {"aws_opsworks_haproxy_layer", "custom_json"},
    {"aws_opsworks_java_app_layer", "custom_json"},
    {"aws_opsworks_memcached_layer", "custom_json"},
    {"aws_opsworks_mysql_layer", "custom_json"},
    {"aws_opsworks_nodejs_app_layer", "custom_json"},
    {"aws_opsworks_php_app_layer", "custom_json"},
    {"aws_opsworks_rails_app_layer", "custom_json"},
    {"aws_opsworks_static_web_layer", "custom_json"},
    {"aws_sns_topic", "archive_policy"},
    {"aws_sns_topic", "delivery_policy"},
    {"aws_sns_topic_subscription", "delivery_policy"},
    {"aws_sns_topic_subscription", "filter_policy"},
    {"aws_sns_topic_subscription", "redrive_policy"},
    {"aws_sns_topic_subscription", "replay_policy"},
    {"aws_sqs_queue", "redrive_allow_policy"},
    {"aws_sqs_queue", "redrive_policy"},
    {"aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy"},
    {"aws_sqs_queue_redrive_policy", "redrive_policy"},
    {"aws_wafv2_web_acl", "rule_json"},
    {"aws_workspacesweb_browser_settings", "browser_policy"},
};

/// Slot paths say `[]` for each block; the schema does not.
bool is_slot(const TypeAttribute& wanted) {
  const std::vector<PolicySlot> slots = policy_slots(wanted.type);
  return std::any_of(slots.begin(), slots.end(), [&](const PolicySlot& slot) {
    std::string path(slot.path);
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]")) path.erase(at, 2);
    return path == wanted.attribute;
  });
}

/// Every property of the schemas of May 2026 (cfn-lint 1.51) that holds a document in IAM's grammar.
TEST(PolicySlots, HoldEveryDocumentOfTheCloudFormationSchemas) {
  const std::pair<std::string_view, std::string_view> documents[] = {
      {"AWS::AIOps::InvestigationGroup", "InvestigationGroupPolicy"},
      {"AWS::APS::ResourcePolicy", "PolicyDocument"},
      {"AWS::ApiGateway::DomainNameV2", "Policy"},
      {"AWS::ApiGateway::RestApi", "Policy"},
      {"AWS::Backup::BackupVault", "AccessPolicy"},
      {"AWS::Backup::LogicallyAirGappedBackupVault", "AccessPolicy"},
      {"AWS::Bedrock::ResourcePolicy", "PolicyDocument"},
      {"AWS::CloudTrail::ResourcePolicy", "ResourcePolicy"},
      {"AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"},
      {"AWS::CodeArtifact::Repository", "PermissionsPolicyDocument"},
      {"AWS::Comprehend::DocumentClassifier", "ModelPolicy"},
      {"AWS::DSQL::Cluster", "PolicyDocument"},
      {"AWS::DynamoDB::GlobalTable", "Replicas[].ReplicaStreamSpecification.ResourcePolicy.PolicyDocument"},
      {"AWS::DynamoDB::GlobalTable", "Replicas[].ResourcePolicy.PolicyDocument"},
      {"AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument"},
      {"AWS::DynamoDB::Table", "StreamSpecification.ResourcePolicy.PolicyDocument"},
      {"AWS::EC2::VPCEndpoint", "PolicyDocument"},
      {"AWS::ECR::PublicRepository", "RepositoryPolicyText"},
      {"AWS::ECR::RegistryPolicy", "PolicyText"},
      {"AWS::ECR::Repository", "RepositoryPolicyText"},
      {"AWS::ECR::RepositoryCreationTemplate", "RepositoryPolicy"},
      {"AWS::EFS::FileSystem", "FileSystemPolicy"},
      {"AWS::EKS::PodIdentityAssociation", "Policy"},
      {"AWS::Elasticsearch::Domain", "AccessPolicies"},
      {"AWS::EventSchemas::RegistryPolicy", "Policy"},
      {"AWS::Events::EventBus", "Policy"},
      {"AWS::Events::EventBusPolicy", "Statement"},
      {"AWS::FSx::S3AccessPointAttachment", "S3AccessPoint.Policy"},
      {"AWS::IAM::Group", "Policies[].PolicyDocument"},
      {"AWS::IAM::GroupPolicy", "PolicyDocument"},
      {"AWS::IAM::ManagedPolicy", "PolicyDocument"},
      {"AWS::IAM::Policy", "PolicyDocument"},
      {"AWS::IAM::Role", "AssumeRolePolicyDocument"},
      {"AWS::IAM::Role", "Policies[].PolicyDocument"},
      {"AWS::IAM::RolePolicy", "PolicyDocument"},
      {"AWS::IAM::User", "Policies[].PolicyDocument"},
      {"AWS::IAM::UserPolicy", "PolicyDocument"},
      {"AWS::KMS::Key", "KeyPolicy"},
      {"AWS::KMS::ReplicaKey", "KeyPolicy"},
      {"AWS::Kinesis::ResourcePolicy", "ResourcePolicy"},
      {"AWS::Lambda::ResourcePolicy", "PolicyDocument"},
      {"AWS::Lex::ResourcePolicy", "Policy"},
      {"AWS::Logs::DeliveryDestination", "DeliveryDestinationPolicy.DeliveryDestinationPolicy"},
      {"AWS::Logs::Destination", "DestinationPolicy"},
      {"AWS::Logs::LogGroup", "ResourcePolicyDocument"},
      {"AWS::Logs::ResourcePolicy", "PolicyDocument"},
      {"AWS::MSK::ClusterPolicy", "Policy"},
      {"AWS::MediaPackageV2::ChannelPolicy", "Policy"},
      {"AWS::MediaPackageV2::OriginEndpointPolicy", "Policy"},
      {"AWS::MediaStore::Container", "Policy"},
      {"AWS::MediaTailor::ChannelPolicy", "Policy"},
      {"AWS::ODB::OdbNetwork", "KmsPolicyDocument"},
      {"AWS::ODB::OdbNetwork", "S3PolicyDocument"},
      {"AWS::ODB::OdbNetwork", "StsPolicyDocument"},
      {"AWS::OSIS::Pipeline", "ResourcePolicy.Policy"},
      {"AWS::Oam::Sink", "Policy"},
      {"AWS::Omics::SequenceStore", "S3AccessPolicy"},
      {"AWS::OpenSearchService::Domain", "AccessPolicies"},
      {"AWS::Organizations::Policy", "Content"},
      {"AWS::Organizations::ResourcePolicy", "Content"},
      {"AWS::RAM::Permission", "PolicyTemplate"},
      {"AWS::RUM::AppMonitor", "ResourcePolicy.PolicyDocument"},
      {"AWS::Redshift::Cluster", "NamespaceResourcePolicy"},
      {"AWS::RedshiftServerless::Namespace", "NamespaceResourcePolicy"},
      {"AWS::RolesAnywhere::Profile", "SessionPolicy"},
      {"AWS::S3::AccessPoint", "Policy"},
      {"AWS::S3::BucketPolicy", "PolicyDocument"},
      {"AWS::S3::MultiRegionAccessPointPolicy", "Policy"},
      {"AWS::S3Express::AccessPoint", "Policy"},
      {"AWS::S3Express::BucketPolicy", "PolicyDocument"},
      {"AWS::S3Files::FileSystemPolicy", "Policy"},
      {"AWS::S3ObjectLambda::AccessPointPolicy", "PolicyDocument"},
      {"AWS::S3Outposts::AccessPoint", "Policy"},
      {"AWS::S3Outposts::BucketPolicy", "PolicyDocument"},
      {"AWS::S3Tables::TableBucketPolicy", "ResourcePolicy"},
      {"AWS::S3Tables::TablePolicy", "ResourcePolicy"},
      {"AWS::S3Vectors::VectorBucketPolicy", "Policy"},
      {"AWS::SMSVOICE::ResourcePolicy", "PolicyDocument"},
      {"AWS::SNS::TopicInlinePolicy", "PolicyDocument"},
      {"AWS::SNS::TopicPolicy", "PolicyDocument"},
      {"AWS::SQS::QueueInlinePolicy", "PolicyDocument"},
      {"AWS::SQS::QueuePolicy", "PolicyDocument"},
      {"AWS::SSM::ResourcePolicy", "Policy"},
      {"AWS::SSO::PermissionSet", "InlinePolicy"},
      {"AWS::SageMaker::ModelPackageGroup", "ModelPackageGroupPolicy"},
      {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"},
      {"AWS::Transfer::User", "Policy"},
      {"AWS::VpcLattice::AuthPolicy", "Policy"},
      {"AWS::VpcLattice::ResourcePolicy", "Policy"},
      {"AWS::XRay::ResourcePolicy", "PolicyDocument"},
  };
  for (const auto& document : documents) {
    const std::string_view type = document.first;
    const std::string_view path = document.second;
    const std::vector<PolicySlot> slots = policy_slots(type);
    const bool known =
        std::any_of(slots.begin(), slots.end(), [&](const PolicySlot& slot) { return slot.path == path; });
    EXPECT_TRUE(known) << type << " " << path;
    EXPECT_FALSE(holds_other_policy_language(type)) << type;
  }
}

TEST(PolicySlots, HoldEveryPolicyThatTheProviderValidates) {
  for (const TypeAttribute& each : kPolicies) {
    EXPECT_TRUE(is_slot(each)) << each.type << "." << each.attribute;
    EXPECT_FALSE(is_other_policy_language(each.type, each.attribute)) << each.type << "." << each.attribute;
  }
}

TEST(PolicySlots, LeaveOtherGrammarsAlone) {
  for (const TypeAttribute& each : kOtherGrammars) {
    EXPECT_FALSE(is_slot(each)) << each.type << "." << each.attribute;
    EXPECT_TRUE(is_other_policy_language(each.type, each.attribute)) << each.type << "." << each.attribute;
  }
}

TEST(PolicySlots, LeaveOtherDocumentsToTheirContent) {
  for (const TypeAttribute& each : kOtherDocuments) {
    EXPECT_FALSE(is_slot(each)) << each.type << "." << each.attribute;
    EXPECT_FALSE(is_other_policy_language(each.type, each.attribute)) << each.type << "." << each.attribute;
  }
}

/// Policies that the provider does not validate as JSON, or that came after 5.100.0.
TEST(PolicySlots, HoldPoliciesOfLaterVersions) {
  for (const TypeAttribute& each : {TypeAttribute{"aws_bedrockagentcore_resource_policy", "policy"},
                                    {"aws_fsx_s3_access_point_attachment", "s3_access_point.policy"},
                                    {"aws_odb_network", "kms_policy_document"},
                                    {"aws_odb_network", "s3_policy_document"},
                                    {"aws_odb_network", "sts_policy_document"},
                                    {"aws_prometheus_resource_policy", "policy_document"},
                                    {"aws_ram_permission", "policy_template"},
                                    {"aws_rolesanywhere_profile", "session_policy"},
                                    {"aws_s3files_file_system_policy", "policy"},
                                    {"aws_s3vectors_vector_bucket_policy", "policy"},
                                    {"awscc_bedrock_knowledge_base_policy", "policy_document"},
                                    {"awscc_bedrockagentcore_resource_policy", "policy"},
                                    {"awscc_paymentcryptography_key", "policy"}})
    EXPECT_TRUE(is_slot(each)) << each.type << "." << each.attribute;
}

}  // namespace
}  // namespace rootproof
