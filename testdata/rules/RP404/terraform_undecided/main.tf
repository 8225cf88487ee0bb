variable "services" {
  type = list(string)
}

# expect: RP404 undecided var.services
resource "aws_organizations_organization" "org" {
  aws_service_access_principals = var.services
}

resource "aws_cloudtrail" "organization" {
  name                  = "organization"
  s3_bucket_name        = "acme-trail"
  is_organization_trail = true
}
