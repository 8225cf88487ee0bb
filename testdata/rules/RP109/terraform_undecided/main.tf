variable "services" {
  type = list(string)
}

resource "aws_organizations_organization" "company" {
  # expect: RP109 undecided var.services
  aws_service_access_principals = var.services
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}
