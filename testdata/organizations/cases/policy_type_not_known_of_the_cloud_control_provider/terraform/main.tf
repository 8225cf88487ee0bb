resource "awscc_organizations_organization" "acme" {
  feature_set = "ALL"
}

resource "awscc_organizations_account" "shop" {
  account_name = "shop"
  email        = "aws+shop@acme.example"
}

resource "awscc_organizations_policy" "deny_root" {
  name = "deny-root"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
  target_ids = [awscc_organizations_organization.acme.root_id]
}
