# A control covers the accounts of its unit; it never reaches an account directly under the root.
# expect: RP301 violation "audit"
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

resource "aws_organizations_account" "audit" {
  name  = "audit"
  email = "aws+audit@acme.example"
}

data "aws_region" "home" {}

resource "aws_controltower_control" "restrict_root" {
  control_identifier = "arn:aws:controltower:${data.aws_region.home.name}::control/AWS-GR_RESTRICT_ROOT_USER"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn

  parameters {
    key   = "ExemptAssumeRoot"
    value = "true"
  }
}

resource "aws_controltower_control" "trail" {
  control_identifier = "arn:aws:controltower:${data.aws_region.home.name}::control/AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn
}
