# The same for hashicorp/awscc.

resource "awscc_aiops_investigation_group" "this" {
  # expect: RP203 undecided "var.document"
  investigation_group_policy = var.document
}

resource "awscc_apigateway_domain_name_v2" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_apigateway_rest_api" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_aps_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_backup_backup_vault" "this" {
  # expect: RP203 undecided "var.document"
  access_policy = var.document
}

resource "awscc_backup_logically_air_gapped_backup_vault" "this" {
  # expect: RP203 undecided "var.document"
  access_policy = var.document
}

resource "awscc_bedrock_knowledge_base_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_bedrock_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_bedrockagentcore_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_cloudtrail_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "awscc_codeartifact_domain" "this" {
  # expect: RP203 undecided "var.document"
  permissions_policy_document = var.document
}

resource "awscc_codeartifact_repository" "this" {
  # expect: RP203 undecided "var.document"
  permissions_policy_document = var.document
}

resource "awscc_comprehend_document_classifier" "this" {
  # expect: RP203 undecided "var.document"
  model_policy = var.document
}

resource "awscc_dsql_cluster" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_dynamodb_global_table" "replica_stream_specification" {
  replicas = [{
    replica_stream_specification = {
      resource_policy = {
        # expect: RP203 undecided "var.document"
        policy_document = var.document
      }
    }
  }]
}

resource "awscc_dynamodb_global_table" "resource_policy" {
  replicas = [{
    resource_policy = {
      # expect: RP203 undecided "var.document"
      policy_document = var.document
    }
  }]
}

resource "awscc_dynamodb_table" "resource_policy" {
  resource_policy = {
    # expect: RP203 undecided "var.document"
    policy_document = var.document
  }
}

resource "awscc_dynamodb_table" "stream_specification" {
  stream_specification = {
    resource_policy = {
      # expect: RP203 undecided "var.document"
      policy_document = var.document
    }
  }
}

resource "awscc_ec2_vpc_endpoint" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_ecr_public_repository" "this" {
  # expect: RP203 undecided "var.document"
  repository_policy_text = var.document
}

resource "awscc_ecr_registry_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_text = var.document
}

resource "awscc_ecr_repository" "this" {
  # expect: RP203 undecided "var.document"
  repository_policy_text = var.document
}

resource "awscc_ecr_repository_creation_template" "this" {
  # expect: RP203 undecided "var.document"
  repository_policy = var.document
}

resource "awscc_efs_file_system" "this" {
  # expect: RP203 undecided "var.document"
  file_system_policy = var.document
}

resource "awscc_elasticsearch_domain" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "awscc_events_event_bus" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_eventschemas_registry_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_fsx_s3_access_point_attachment" "this" {
  s3_access_point = {
    # expect: RP203 undecided "var.document"
    policy = var.document
  }
}

resource "awscc_iam_role" "assume_role_policy_document" {
  # expect: RP203 undecided "var.document"
  assume_role_policy_document = var.document
}

resource "awscc_kinesis_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "awscc_kms_key" "this" {
  # expect: RP203 undecided "var.document"
  key_policy = var.document
}

resource "awscc_kms_replica_key" "this" {
  # expect: RP203 undecided "var.document"
  key_policy = var.document
}

resource "awscc_lambda_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_lex_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_logs_delivery_destination" "this" {
  delivery_destination_policy = {
    # expect: RP203 undecided "var.document"
    delivery_destination_policy = var.document
  }
}

resource "awscc_logs_destination" "this" {
  # expect: RP203 undecided "var.document"
  destination_policy = var.document
}

resource "awscc_logs_log_group" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy_document = var.document
}

resource "awscc_logs_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_mediapackagev2_channel_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_mediapackagev2_origin_endpoint_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_mediastore_container" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_mediatailor_channel_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_msk_cluster_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_oam_sink" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_odb_odb_network" "kms_policy_document" {
  # expect: RP203 undecided "var.document"
  kms_policy_document = var.document
}

resource "awscc_odb_odb_network" "s3_policy_document" {
  # expect: RP203 undecided "var.document"
  s3_policy_document = var.document
}

resource "awscc_odb_odb_network" "sts_policy_document" {
  # expect: RP203 undecided "var.document"
  sts_policy_document = var.document
}

resource "awscc_omics_sequence_store" "this" {
  # expect: RP203 undecided "var.document"
  s3_access_policy = var.document
}

resource "awscc_opensearchservice_domain" "this" {
  # expect: RP203 undecided "var.document"
  access_policies = var.document
}

resource "awscc_organizations_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  content = var.document
}

resource "awscc_osis_pipeline" "this" {
  resource_policy = {
    # expect: RP203 undecided "var.document"
    policy = var.document
  }
}

resource "awscc_paymentcryptography_key" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_ram_permission" "this" {
  # expect: RP203 undecided "var.document"
  policy_template = var.document
}

resource "awscc_redshift_cluster" "this" {
  # expect: RP203 undecided "var.document"
  namespace_resource_policy = var.document
}

resource "awscc_redshiftserverless_namespace" "this" {
  # expect: RP203 undecided "var.document"
  namespace_resource_policy = var.document
}

resource "awscc_rum_app_monitor" "this" {
  resource_policy = {
    # expect: RP203 undecided "var.document"
    policy_document = var.document
  }
}

resource "awscc_s3_access_point" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_s3_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_s3_multi_region_access_point_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_s3express_access_point" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_s3express_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_s3files_file_system_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_s3objectlambda_access_point_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_s3outposts_access_point" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_s3outposts_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_s3tables_table_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "awscc_s3tables_table_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "awscc_s3vectors_vector_bucket_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_sagemaker_model_package_group" "this" {
  # expect: RP203 undecided "var.document"
  model_package_group_policy = var.document
}

resource "awscc_secretsmanager_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  resource_policy = var.document
}

resource "awscc_smsvoice_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_sns_topic_inline_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_sns_topic_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_sqs_queue_inline_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_sqs_queue_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}

resource "awscc_ssm_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_vpclattice_auth_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_vpclattice_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy = var.document
}

resource "awscc_xray_resource_policy" "this" {
  # expect: RP203 undecided "var.document"
  policy_document = var.document
}
