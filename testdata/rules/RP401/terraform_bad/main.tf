resource "aws_organizations_organization" "org" {
  # expect: RP401 violation "CONSOLIDATED_BILLING"
  feature_set = "CONSOLIDATED_BILLING"
}
