# A module that needs values nobody here gives: whoever gives them may give policies, too.
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

provider "aws" {
  region = "eu-west-1"
}

# expect: RP301 undecided "in 1 of 1 account depends on var.policies"
resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "security" {
  name  = "security"
  email = var.security_email
}

module "policies" {
  source   = "./guardrail"
  for_each = var.policies
  name     = each.key
  content  = each.value.content
  targets  = [for target in each.value.targets : target == "root" ? aws_organizations_organization.acme.roots[0].id : target]
}
