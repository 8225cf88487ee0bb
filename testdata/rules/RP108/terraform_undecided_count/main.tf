variable "central_root_access" {
  type = bool
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  count = var.central_root_access ? 1 : 0
  # expect: RP108 undecided var.central_root_access
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
