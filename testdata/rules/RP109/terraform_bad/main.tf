resource "aws_organizations_organization" "company" {
  # expect: RP109 violation "does not trust iam.amazonaws.com"
  aws_service_access_principals = ["sso.amazonaws.com", "cloudtrail.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
