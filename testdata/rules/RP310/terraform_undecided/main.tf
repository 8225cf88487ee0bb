resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

variable "target_id" {
  type = string
}

variable "attach" {
  type = bool
}

# expect: RP310 undecided var.target_id
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = var.target_id
}

# expect: RP310 undecided "aws_organizations_policy_attachment.keys"
resource "aws_organizations_policy" "keys" {
  name = "keys"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "keys" {
  count     = var.attach ? 1 : 0
  policy_id = aws_organizations_policy.keys.id
  target_id = aws_organizations_organization.org.roots[0].id
}
