variable "more" {
  type = bool
}
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "many" {
  for_each = toset([for number in range(9) : tostring(number)])
  name     = "policy-${each.value}"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:Run${each.value}*", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "many" {
  for_each  = aws_organizations_policy.many
  policy_id = each.value.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "more" {
  name = "more"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:Stop*", Resource = "*" }]
  })
}

# expect: RP318 undecided "up to 11"
resource "aws_organizations_policy_attachment" "more" {
  count     = var.more ? 1 : 0
  policy_id = aws_organizations_policy.more.id
  target_id = aws_organizations_organization.org.roots[0].id
}
