# A document in every argument of hashicorp/aws that takes one, each with an action that does not exist: what is
# read at all says so.

resource "aws_acmpca_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_api_gateway_domain_name" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_api_gateway_rest_api" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_api_gateway_rest_api_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_backup_vault_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_bedrockagentcore_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_cloudsearch_domain_service_access_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_cloudwatch_event_bus_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_cloudwatch_log_delivery_destination_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  delivery_destination_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_cloudwatch_log_destination_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_cloudwatch_log_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_codeartifact_domain_permissions_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_codeartifact_repository_permissions_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_codebuild_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_dynamodb_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ecr_registry_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ecr_repository_creation_template" "this" {
  # expect: RP804 violation "s3:GetObjct"
  repository_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ecr_repository_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ecrpublic_repository_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_efs_file_system_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_elasticsearch_domain" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_elasticsearch_domain_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_fsx_s3_access_point_attachment" "this" {
  s3_access_point {
    # expect: RP804 violation "s3:GetObjct"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "aws_glacier_vault" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_glacier_vault_lock" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_glue_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_iam_group_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_iam_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_iam_role" "assume_role_policy" {
  # expect: RP804 violation "sts:AssumRole"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumRole" }] })
}

resource "aws_iam_role" "inline_policy" {
  inline_policy {
    # expect: RP804 violation "s3:GetObjct"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "aws_iam_role_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_iam_user_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kinesis_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kms_external_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kms_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kms_key_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kms_replica_external_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_kms_replica_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_media_store_container_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_msk_cluster_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_networkfirewall_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_oam_sink_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_odb_network" "kms_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  kms_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_odb_network" "s3_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  s3_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_odb_network" "sts_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  sts_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_opensearch_domain" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_opensearch_domain_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_organizations_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_organizations_resource_policy" "this" {
  # expect: RP804 violation "organizations:ListAcounts"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "organizations:ListAcounts", Resource = "*" }] })
}

resource "aws_prometheus_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ram_permission" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_template = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_redshift_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_redshiftserverless_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_rolesanywhere_profile" "this" {
  # expect: RP804 violation "s3:GetObjct"
  session_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3_access_point" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3_bucket" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3control_access_grants_instance_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3control_access_point_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3control_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3control_multi_region_access_point_policy" "this" {
  details {
    # expect: RP804 violation "s3:GetObjct"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "aws_s3control_object_lambda_access_point_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3files_file_system_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3tables_table_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3tables_table_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_s3vectors_vector_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sagemaker_model_package_group_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_schemas_registry_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_secretsmanager_secret" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_secretsmanager_secret_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ses_identity_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sesv2_email_identity_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sns_topic" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sns_topic_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sqs_queue" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_sqs_queue_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_ssoadmin_permission_set_inline_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  inline_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_transfer_access" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_transfer_user" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_vpc_endpoint" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_vpc_endpoint_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_vpclattice_auth_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_vpclattice_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "aws_xray_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}
