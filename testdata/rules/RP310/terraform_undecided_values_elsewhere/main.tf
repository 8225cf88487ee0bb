# It says where it is deployed, but needs a value that nobody here gives: so others may be given, too.
provider "aws" {
  region = "eu-west-1"
}

variable "organization" {
  type = string
}

variable "targets" {
  type    = set(string)
  default = []
}

# expect: RP310 undecided var.targets
resource "aws_organizations_policy" "deny_root" {
  name = "${var.organization}-deny-root"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  for_each  = var.targets
  policy_id = aws_organizations_policy.deny_root.id
  target_id = each.value
}
