# What root users may do on purpose is said in the configuration.
# expect: none
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "helped" {
  name      = "helped"
  parent_id = aws_organizations_organization.org.roots[0].id
}

resource "aws_organizations_policy" "but_support" {
  name = "deny-root-but-support"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyRootUser"
      Effect    = "Deny"
      NotAction = ["support:*"]
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "but_support" {
  policy_id = aws_organizations_policy.but_support.id
  target_id = aws_organizations_organizational_unit.helped.id
}

resource "aws_organizations_account" "shop" {
  name      = "shop"
  email     = "aws+shop@acme.example"
  parent_id = aws_organizations_organizational_unit.helped.id
}
