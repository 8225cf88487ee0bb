# Addresses that are made of the management account's are not that address.
provider "aws" {
  region = "eu-west-1"
}

# expect: RP301 violation "the root user of 1 of 2 accounts is not denied"
resource "aws_organizations_organization" "company" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "workloads"
  parent_id = aws_organizations_organization.company.roots[0].id
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_organizations_account" "tagged" {
  name  = "tagged"
  email = replace(aws_organizations_organization.company.master_account_email, "@", "+tagged@")
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
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

resource "aws_organizations_policy_attachment" "workloads" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organizational_unit.workloads.id
}
