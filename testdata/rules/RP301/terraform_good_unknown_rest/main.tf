# Whatever further statements there are: none of them takes back a Deny.
# expect: none

variable "more_statements" {
  type = any
}

resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

locals {
  deny_root = {
    Sid       = "DenyRootUser"
    Effect    = "Deny"
    Action    = "*"
    Resource  = "*"
    Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
  }
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny_root"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.deny_root], var.more_statements)
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
