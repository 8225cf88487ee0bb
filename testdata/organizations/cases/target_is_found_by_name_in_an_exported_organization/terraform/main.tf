data "aws_organizations_organization" "acme" {}

data "aws_organizations_organizational_units" "top" {
  parent_id = data.aws_organizations_organization.acme.roots[0].id
}

locals {
  top = { for unit in data.aws_organizations_organizational_units.top.children : unit.name => unit.id }
}

# Both the root and this unit have a unit of the same name below them.
data "aws_organizations_organizational_units" "shops" {
  parent_id = local.top["Shops"]
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "unit" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = one([for unit in data.aws_organizations_organizational_units.shops.children : unit.id if unit.name == "Live"])
}

resource "aws_organizations_policy_attachment" "account" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = { for account in data.aws_organizations_organization.acme.accounts : account.name => account.id }["audit"]
}
