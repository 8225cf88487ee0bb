# Two thousand names more than AWS Organizations takes.
# expect: RP301 undecided "characters without white space"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "org" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "DenyRootUser", Effect = "Deny", Action = "*", Resource = "*" },
      { Sid = "Padding", Effect = "Deny", Action = [for i in range(700) : "ec2:Action${i}Name"], Resource = "*" },
    ]
  })
}

resource "aws_organizations_policy_attachment" "org" {
  policy_id = aws_organizations_policy.org.id
  target_id = aws_organizations_organization.org.roots[0].id
}
