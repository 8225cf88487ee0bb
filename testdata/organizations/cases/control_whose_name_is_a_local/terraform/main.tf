resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "Workloads"
  parent_id = aws_organizations_organization.acme.roots[0].id
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_organizations_account" "trial" {
  name  = "trial"
  email = "aws+trial@acme.example"
}

data "aws_region" "current" {}

locals {
  control = "AWS-GR_RESTRICT_ROOT_USER"
}

resource "aws_controltower_control" "restrict_root" {
  control_identifier = "arn:aws:controltower:${data.aws_region.current.name}::control/${local.control}"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn
}
