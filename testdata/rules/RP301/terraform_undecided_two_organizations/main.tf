# Two organizations in one module: which of them an account joins is not written anywhere.
provider "aws" {}

provider "aws" {
  alias = "acquired"
  assume_role {
    role_arn = "arn:aws:iam::222233334444:role/organization"
  }
}

# expect: RP301 undecided several organizations
resource "aws_organizations_organization" "own" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}

resource "aws_organizations_organization" "acquired" {
  provider             = aws.acquired
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_policy" "deny_root" {
  provider = aws.acquired
  name     = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyRootUser"
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  provider  = aws.acquired
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.acquired.roots[0].id
}
