# Root sessions are not used.
# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
}
