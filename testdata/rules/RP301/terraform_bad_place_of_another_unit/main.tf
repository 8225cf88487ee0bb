# Denied are the root users of accounts in another unit: nothing is denied here, not even in part.
# expect: RP301 violation "1 of 1 account"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "workloads"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_organizational_unit" "sandbox" {
  name      = "sandbox"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DenyRootUser"
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        ArnLike                  = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
        "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "${aws_organizations_organization.org.id}/*/${aws_organizations_organizational_unit.sandbox.id}/*" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "dev" {
  name      = "dev"
  email     = "aws+dev@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
