# Denied are the root users of two accounts, and at most two of these three can be those.
# expect: RP301 violation "at least 1 of 3 accounts"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
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
        ArnLike = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"] }
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

resource "aws_organizations_account" "test" {
  name  = "test"
  email = "aws+test@acme.example"
}

resource "aws_organizations_account" "prod" {
  name  = "prod"
  email = "aws+prod@acme.example"
}
