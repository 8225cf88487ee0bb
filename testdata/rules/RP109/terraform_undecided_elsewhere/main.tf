# The organization is in another repository. With others in the scan nobody can say which it belongs to.
# expect: RP109 undecided "which is not in this code"
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement"]
}
