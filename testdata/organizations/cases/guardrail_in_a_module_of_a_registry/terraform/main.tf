resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}

module "guardrails" {
  source  = "acme/organization-guardrails/aws"
  version = "2.1.0"

  root_id = aws_organizations_organization.acme.roots[0].id
}
