# The module may enable it; nobody has read it.
# expect: RP108 undecided "acme/central-root/aws"
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

module "central_root" {
  source = "acme/central-root/aws"
}
