# Every argument of hashicorp/aws that lets principals in by a document: where the document is not known, neither are they.
variable "document" {
  type = string
}

resource "aws_acmpca_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_api_gateway_domain_name" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_api_gateway_rest_api" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_api_gateway_rest_api_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_backup_vault_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_bedrockagentcore_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_cloudsearch_domain_service_access_policy" "this" {
  # expect: RP203 undecided "var.document"
  access_policy = var.document
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_cloudwatch_log_delivery_destination_policy" "this" {
  # expect: RP203 undecided "var.document"
  delivery_destination_policy = var.document
}

resource "aws_cloudwatch_log_destination_policy" "this" {
  # expect: RP203 undecided "var.document"
  access_policy = var.document
}

resource "aws_cloudwatch_log_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "aws_codeartifact_domain_permissions_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "aws_codeartifact_repository_permissions_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "aws_codebuild_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_dynamodb_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_ecr_registry_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_ecr_repository_creation_template" "this" {
  # expect: RP203 undecided "var.document"
  repository_policy = var.document
}

resource "aws_ecr_repository_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_ecrpublic_repository_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_efs_file_system_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_elasticsearch_domain" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "aws_elasticsearch_domain_policy" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "aws_fsx_s3_access_point_attachment" "this" {
  s3_access_point {
    # expect: RP203 undecided "var.document"
    policy = var.document
  }
}

resource "aws_glacier_vault" "this" {
  # expect: RP203 undecided "var.document"
  access_policy = var.document
}

resource "aws_glacier_vault_lock" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_glue_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_iam_role" "assume_role_policy" {
  # expect: RP203 undecided "var.document"
  assume_role_policy = var.document
}

resource "aws_kinesis_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_kms_external_key" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_kms_key" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_kms_key_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_kms_replica_external_key" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_kms_replica_key" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_media_store_container_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_msk_cluster_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_networkfirewall_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_oam_sink_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_odb_network" "kms_policy_document" {
  # expect: RP203 undecided "var.document"
  kms_policy_document = var.document
}

resource "aws_odb_network" "s3_policy_document" {
  # expect: RP203 undecided "var.document"
  s3_policy_document = var.document
}

resource "aws_odb_network" "sts_policy_document" {
  # expect: RP203 undecided "var.document"
  sts_policy_document = var.document
}

resource "aws_opensearch_domain" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "aws_opensearch_domain_policy" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "aws_organizations_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  content = var.document
}

resource "aws_prometheus_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "aws_ram_permission" "this" {
  # expect: RP203 undecided "var.document"
  policy_template = var.document
}

resource "aws_redshift_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_redshiftserverless_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3_access_point" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3_bucket" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3control_access_grants_instance_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3control_access_point_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3control_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3control_multi_region_access_point_policy" "this" {
  details {
    # expect: RP203 undecided "var.document"
    policy = var.document
  }
}

resource "aws_s3control_object_lambda_access_point_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3files_file_system_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_s3tables_table_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "aws_s3tables_table_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "aws_s3vectors_vector_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sagemaker_model_package_group_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "aws_schemas_registry_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_secretsmanager_secret" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_secretsmanager_secret_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_ses_identity_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sesv2_email_identity_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sns_topic" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sns_topic_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sqs_queue" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_sqs_queue_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_vpc_endpoint" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_vpc_endpoint_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_vpclattice_auth_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_vpclattice_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "aws_xray_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}
