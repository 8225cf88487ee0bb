variable "exempted" {
  type = list(string)
}

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

resource "aws_controltower_control" "restrict_root" {
  control_identifier = "arn:aws:controltower:eu-west-1::control/AWS-GR_RESTRICT_ROOT_USER"
  target_identifier  = aws_organizations_organizational_unit.workloads.arn

  parameters {
    key   = "ExemptedPrincipalArns"
    value = jsonencode(var.exempted)
  }
}
