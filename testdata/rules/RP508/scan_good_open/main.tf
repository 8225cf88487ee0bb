# Root users are not denied: they are the way out.
# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
}
