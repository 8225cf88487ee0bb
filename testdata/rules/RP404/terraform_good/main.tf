# expect: none
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["cloudtrail.amazonaws.com", "securityhub.amazonaws.com"]
}

resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = true
}

resource "aws_securityhub_organization_admin_account" "security" {
  admin_account_id = "222233334444"
}

resource "aws_cloudtrail" "own" {
  name                  = "own"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = false
}

resource "aws_config_configuration_aggregator" "own" {
  name = "own"
  account_aggregation_source {
    account_ids = ["222233334444"]
    all_regions = true
  }
}
