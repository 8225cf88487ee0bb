# expect: RP404 undecided aws_organizations_aws_service_access.trails
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["config.amazonaws.com"]
}

resource "aws_organizations_aws_service_access" "trails" {
  service_principal = "cloudtrail.amazonaws.com"
}

resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = true
}
