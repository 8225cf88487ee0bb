resource "aws_organizations_organization" "org" {
  aws_service_access_principals = ["iam.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_iam_organizations_features" "central_root_access" {
  # expect: RP108 undecided "enabled_features in ignore_changes"
  enabled_features = ["RootCredentialsManagement"]

  lifecycle {
    ignore_changes = [enabled_features]
  }
}
