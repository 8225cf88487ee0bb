# An argument that Terraform does not know says nothing of what is left to others.
# expect: RP109 undecided
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
  ignore_changes   = { enabled_features = true }
}
