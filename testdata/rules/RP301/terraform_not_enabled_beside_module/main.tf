# Whatever the module attaches, no policy has an effect.
# expect: RP301 violation "SERVICE_CONTROL_POLICY is not enabled"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["TAG_POLICY"]
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

module "guardrails" {
  source    = "acme/organization-guardrails/aws"
  version   = "1.2.0"
  target_id = aws_organizations_organization.org.roots[0].id
}
