# expect: RP404 violation "cloudtrail.amazonaws.com"
# expect: RP404 violation "guardduty.amazonaws.com"
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["config.amazonaws.com"]
}

resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = true
}

resource "aws_guardduty_organization_admin_account" "security" {
  admin_account_id = "222233334444"
}
