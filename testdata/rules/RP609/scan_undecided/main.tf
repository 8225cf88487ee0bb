variable "features" {
  type = list(string)
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 undecided var.features
resource "aws_iam_organizations_features" "root" {
  enabled_features = var.features
}
