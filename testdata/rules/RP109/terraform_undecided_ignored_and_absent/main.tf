# expect: RP109 undecided "aws_service_access_principals in ignore_changes"
resource "aws_organizations_organization" "org" {
  lifecycle {
    ignore_changes = [aws_service_access_principals]
  }
}

resource "aws_iam_organizations_features" "central_root_access" {
  enabled_features = ["RootCredentialsManagement"]
}
