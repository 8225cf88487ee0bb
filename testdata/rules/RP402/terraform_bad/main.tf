resource "aws_organizations_organization" "org" {
  # expect: RP402 violation "not enabled"
  enabled_policy_types = ["TAG_POLICY"]
}
