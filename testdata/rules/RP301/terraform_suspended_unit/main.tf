# An account that is put aside has a root user, too: what denies everything to everybody denies it to that one.
# expect: none
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "suspended" {
  name      = "suspended"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "nothing" {
  name = "nothing"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "nothing" {
  policy_id = aws_organizations_policy.nothing.id
  target_id = aws_organizations_organizational_unit.suspended.id
}

resource "aws_organizations_account" "old" {
  name      = "old"
  email     = "aws+old@acme.example"
  parent_id = aws_organizations_organizational_unit.suspended.id
}
