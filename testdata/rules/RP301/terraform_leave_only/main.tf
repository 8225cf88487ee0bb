# A denial of one action to everybody is no guardrail against root.
# expect: RP301 violation "only those are denied that are denied to everybody, single actions"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "base" {
  name = "base"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "base" {
  policy_id = aws_organizations_policy.base.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}
