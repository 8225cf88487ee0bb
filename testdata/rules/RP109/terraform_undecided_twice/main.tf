resource "aws_organizations_organization" "company" {
  # expect: RP109 undecided aws_organizations_aws_service_access.iam
  aws_service_access_principals = ["sso.amazonaws.com"]
}

resource "aws_organizations_aws_service_access" "iam" {
  service_principal = "iam.amazonaws.com"
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}
