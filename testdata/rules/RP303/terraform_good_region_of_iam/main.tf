# expect: none
# In the partition aws IAM is called in us-east-1 alone.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_organizations_organization" "company" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organization.company.roots[0].id
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
        ArnLike      = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
        StringEquals = { "aws:RequestedRegion" = "us-east-1" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.company.roots[0].id
}
