# No variable decides that there is none.
# expect: RP310 violation "deny-users"
resource "aws_organizations_policy" "deny_users" {
  name = "deny-users"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "iam:CreateUser", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}

resource "aws_organizations_policy_attachment" "deny_users" {
  count     = length([])
  policy_id = aws_organizations_policy.deny_users.id
  target_id = "ou-acme-0workload"
}
