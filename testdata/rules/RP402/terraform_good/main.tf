resource "aws_organizations_organization" "org" {
  # expect: none
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
}
