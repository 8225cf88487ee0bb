# Units that exist already are found by their name.
data "aws_organizations_organizational_units" "all" {
  parent_id = aws_organizations_organization.org.roots[0].id
}

locals {
  units = { for unit in data.aws_organizations_organizational_units.all.children : unit.name => unit.id }
}

# expect: RP301 undecided "aws_organizations_organizational_units"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyRootUser"
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = local.units["Workloads"]
}

resource "aws_organizations_account" "dev" {
  name      = "dev"
  email     = "aws+dev@acme.example"
  parent_id = local.units["Workloads"]
}
