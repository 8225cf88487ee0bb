# No unit is in the list, whatever units there are: the policy is attached to nothing.
variable "units" {
  type    = list(string)
  default = []
}

provider "aws" {
  region = "eu-west-1"
}

# expect: RP301 violation "is not denied"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

data "aws_organizations_organizational_units" "all" {
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "deny_root" {
  count = length(var.units) > 0 ? 1 : 0
  name  = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DenyRootUser"
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  for_each = {
    for unit in data.aws_organizations_organizational_units.all.children : unit.name => unit if contains(var.units, unit.name)
  }
  policy_id = aws_organizations_policy.deny_root[0].id
  target_id = each.value.id
}
