# expect: RP301 undecided "2012-10-17"
resource "aws_organizations_organization" "org" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "org" {
  name    = "deny-root"
  content = jsonencode({ Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }] })
}

resource "aws_organizations_policy_attachment" "org" {
  policy_id = aws_organizations_policy.org.id
  target_id = aws_organizations_organization.org.roots[0].id
}
