# A module that nothing here calls: whoever does so says how many targets there are.
variable "target_ids" {
  type    = list(string)
  default = []
}

variable "deny_leaving" {
  type    = bool
  default = false
}

locals {
  leaving = var.deny_leaving ? 1 : 0
}

# expect: RP310 undecided var.target_ids
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  count     = length(var.target_ids)
  policy_id = aws_organizations_policy.deny_root.id
  target_id = var.target_ids[count.index]
}

# expect: RP310 undecided "count or for_each of aws_organizations_policy_attachment.deny_keys"
resource "aws_organizations_policy" "deny_keys" {
  name = "deny-keys"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "deny_keys" {
  count     = local.leaving
  policy_id = aws_organizations_policy.deny_keys.id
  target_id = "ou-acme-0workload"
}
