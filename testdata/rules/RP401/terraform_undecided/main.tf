variable "features" {
  type = string
}

resource "aws_organizations_organization" "org" {
  # expect: RP401 undecided var.features
  feature_set          = var.features
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
