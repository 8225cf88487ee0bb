variable "root_arn" {
  type = string
}

resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
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
      Condition = { ArnLike = { "aws:PrincipalArn" = var.root_arn } }
    }]
  })
}

resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.acme.roots[0].id
}
