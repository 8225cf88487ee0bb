resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}

resource "aws_organizations_policy" "allowed" {
  name    = "allowed-services"
  type    = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*", "ec2:*"], Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "allowed" {
  policy_id = aws_organizations_policy.allowed.id
  target_id = aws_organizations_organization.acme.roots[0].id
}
