# What the control of another number denies is not known here.
# expect: RP301 undecided "what the control 1a2b3c4d5e6f7g8h9i0j denies"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "workloads"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_controltower_control" "some" {
  control_identifier = "arn:aws:controlcatalog:::control/1a2b3c4d5e6f7g8h9i0j"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn
}
