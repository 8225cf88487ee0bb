# The policy stands in a module; its id comes back through an output and is attached here.
# expect: none
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

module "guardrail" {
  source = "./guardrail"
}

resource "aws_organizations_policy_attachment" "guardrail" {
  policy_id = module.guardrail.policy_id
  target_id = aws_organizations_organization.org.roots[0].id
}
