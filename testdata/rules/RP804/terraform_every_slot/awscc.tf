# The same for hashicorp/awscc.

resource "awscc_aiops_investigation_group" "this" {
  # expect: RP804 violation "s3:GetObjct"
  investigation_group_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_apigateway_domain_name_v2" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_apigateway_rest_api" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_aps_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_backup_backup_vault" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_backup_logically_air_gapped_backup_vault" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_bedrock_knowledge_base_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_bedrock_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_bedrockagentcore_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_cloudtrail_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_codeartifact_domain" "this" {
  # expect: RP804 violation "s3:GetObjct"
  permissions_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_codeartifact_repository" "this" {
  # expect: RP804 violation "s3:GetObjct"
  permissions_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_comprehend_document_classifier" "this" {
  # expect: RP804 violation "s3:GetObjct"
  model_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_dsql_cluster" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_dynamodb_global_table" "replica_stream_specification" {
  replicas = [{
    replica_stream_specification = {
      resource_policy = {
        # expect: RP804 violation "s3:GetObjct"
        policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
      }
    }
  }]
}

resource "awscc_dynamodb_global_table" "resource_policy" {
  replicas = [{
    resource_policy = {
      # expect: RP804 violation "s3:GetObjct"
      policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
    }
  }]
}

resource "awscc_dynamodb_table" "resource_policy" {
  resource_policy = {
    # expect: RP804 violation "s3:GetObjct"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "awscc_dynamodb_table" "stream_specification" {
  stream_specification = {
    resource_policy = {
      # expect: RP804 violation "s3:GetObjct"
      policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
    }
  }
}

resource "awscc_ec2_vpc_endpoint" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ecr_public_repository" "this" {
  # expect: RP804 violation "s3:GetObjct"
  repository_policy_text = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ecr_registry_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_text = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ecr_repository" "this" {
  # expect: RP804 violation "s3:GetObjct"
  repository_policy_text = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ecr_repository_creation_template" "this" {
  # expect: RP804 violation "s3:GetObjct"
  repository_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_efs_file_system" "this" {
  # expect: RP804 violation "s3:GetObjct"
  file_system_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_eks_pod_identity_association" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_elasticsearch_domain" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_events_event_bus" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_eventschemas_registry_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_fsx_s3_access_point_attachment" "this" {
  s3_access_point = {
    # expect: RP804 violation "s3:GetObjct"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "awscc_iam_group" "this" {
  policies = [{
    # expect: RP804 violation "s3:GetObjct"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
  }]
}

resource "awscc_iam_group_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_iam_managed_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_iam_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_iam_role" "assume_role_policy_document" {
  # expect: RP804 violation "sts:AssumRole"
  assume_role_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumRole" }] })
}

resource "awscc_iam_role" "policies" {
  policies = [{
    # expect: RP804 violation "s3:GetObjct"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
  }]
}

resource "awscc_iam_role_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_iam_user" "this" {
  policies = [{
    # expect: RP804 violation "s3:GetObjct"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
  }]
}

resource "awscc_iam_user_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_kinesis_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_kms_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  key_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_kms_replica_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  key_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_lambda_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_lex_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_logs_delivery_destination" "this" {
  delivery_destination_policy = {
    # expect: RP804 violation "s3:GetObjct"
    delivery_destination_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "awscc_logs_destination" "this" {
  # expect: RP804 violation "s3:GetObjct"
  destination_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_logs_log_group" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_logs_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_mediapackagev2_channel_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_mediapackagev2_origin_endpoint_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_mediastore_container" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_mediatailor_channel_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_msk_cluster_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_oam_sink" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_odb_odb_network" "kms_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  kms_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_odb_odb_network" "s3_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  s3_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_odb_odb_network" "sts_policy_document" {
  # expect: RP804 violation "s3:GetObjct"
  sts_policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_omics_sequence_store" "this" {
  # expect: RP804 violation "s3:GetObjct"
  s3_access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_opensearchservice_domain" "this" {
  # expect: RP804 violation "s3:GetObjct"
  access_policies = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_organizations_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_organizations_resource_policy" "this" {
  # expect: RP804 violation "organizations:ListAcounts"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "organizations:ListAcounts", Resource = "*" }] })
}

resource "awscc_osis_pipeline" "this" {
  resource_policy = {
    # expect: RP804 violation "s3:GetObjct"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "awscc_paymentcryptography_key" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ram_permission" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_template = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_redshift_cluster" "this" {
  # expect: RP804 violation "s3:GetObjct"
  namespace_resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_redshiftserverless_namespace" "this" {
  # expect: RP804 violation "s3:GetObjct"
  namespace_resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_rolesanywhere_profile" "this" {
  # expect: RP804 violation "s3:GetObjct"
  session_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_rum_app_monitor" "this" {
  resource_policy = {
    # expect: RP804 violation "s3:GetObjct"
    policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
  }
}

resource "awscc_s3_access_point" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3_multi_region_access_point_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3express_access_point" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3express_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3files_file_system_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3objectlambda_access_point_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3outposts_access_point" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3outposts_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3tables_table_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3tables_table_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_s3vectors_vector_bucket_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sagemaker_model_package_group" "this" {
  # expect: RP804 violation "s3:GetObjct"
  model_package_group_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_secretsmanager_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_smsvoice_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sns_topic_inline_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sns_topic_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sqs_queue_inline_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sqs_queue_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_ssm_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_sso_permission_set" "this" {
  # expect: RP804 violation "s3:GetObjct"
  inline_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_transfer_user" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_vpclattice_auth_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_vpclattice_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}

resource "awscc_xray_resource_policy" "this" {
  # expect: RP804 violation "s3:GetObjct"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/app" }, Action = "s3:GetObjct", Resource = "*" }] })
}
