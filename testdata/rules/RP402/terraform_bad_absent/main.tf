# expect: RP402 violation "not enabled"
resource "aws_organizations_organization" "org" {
  feature_set = "ALL"
}
