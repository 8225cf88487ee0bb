variable "features" {
  type = list(string)
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  # expect: RP108 undecided var.features
  enabled_features = var.features
}
