resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = "r-acme"
}

resource "aws_organizations_account" "trial" {
  name  = "trial"
  email = "aws+trial@acme.example"
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = "r-other"
}
