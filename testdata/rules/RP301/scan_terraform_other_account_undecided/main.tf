# Policy and attachment are made in another account, which need not be of this organization.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias = "partner"
  assume_role {
    role_arn = "arn:aws:iam::999988887777:role/organization"
  }
}

# expect: RP301 undecided "whether the account in which"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organization.org.roots[0].id
}

data "aws_organizations_organization" "partner" {
  provider = aws.partner
}

resource "aws_organizations_policy" "deny_root" {
  name     = "deny-root"
  provider = aws.partner
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
  provider  = aws.partner
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
