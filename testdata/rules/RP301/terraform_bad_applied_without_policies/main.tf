# The state says that this is applied as it stands, without any policy.
terraform {
  backend "s3" {
    bucket = "acme-terraform-state"
    key    = "organization.tfstate"
    region = "eu-west-1"
  }
}

variable "security_email" {
  type = string
}

variable "policies" {
  type = map(object({
    content = string
    targets = list(string)
  }))
  default = {}
}

# expect: RP301 violation "1 of 1 account is not denied"
resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "security" {
  name  = "security"
  email = var.security_email
}

module "policies" {
  source   = "../terraform_undecided_callers/guardrail"
  for_each = var.policies
  name     = each.key
  content  = each.value.content
  targets  = each.value.targets
}
