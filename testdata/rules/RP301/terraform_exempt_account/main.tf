# One account is spared by its number, and the numbers of those here are not known.
# expect: RP301 undecided "whether an account is 123456789012"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        ArnLike         = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
        StringNotEquals = { "aws:PrincipalAccount" = "123456789012" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

resource "aws_organizations_account" "prod" {
  name  = "prod"
  email = "aws+prod@acme.example"
}
