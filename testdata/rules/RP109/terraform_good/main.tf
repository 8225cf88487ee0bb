# expect: none
locals {
  trusted = concat(["sso.amazonaws.com"], ["iam.amazonaws.com"])
}

resource "aws_organizations_organization" "company" {
  feature_set                   = "ALL"
  aws_service_access_principals = local.trusted
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
