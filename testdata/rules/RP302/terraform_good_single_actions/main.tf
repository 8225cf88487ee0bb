# Single actions that nobody may call are no guardrail for root with holes: that there is none says RP301.
# expect: none
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "base" {
  name = "base"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = ["organizations:LeaveOrganization", "iam:CreateUser"], Resource = "*" }]
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
