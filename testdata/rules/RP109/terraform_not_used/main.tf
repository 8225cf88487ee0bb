# Central root access is not asked for: nothing to trust IAM for.
# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["sso.amazonaws.com"]
}
