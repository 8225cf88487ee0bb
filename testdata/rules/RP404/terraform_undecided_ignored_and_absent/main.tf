# expect: RP404 undecided "aws_organizations_organization.org.aws_service_access_principals in ignore_changes"
resource "aws_organizations_organization" "org" {
  lifecycle {
    ignore_changes = [aws_service_access_principals]
  }
}

resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = true
}
