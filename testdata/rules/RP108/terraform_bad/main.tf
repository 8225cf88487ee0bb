# Root sessions are used, root credentials stay.
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_iam_organizations_features" "root" {
  # expect: RP108 violation "aws_iam_organizations_features.root does not enable RootCredentialsManagement"
  enabled_features = ["RootSessions"]
}
