# Values that nobody gives here decide what the module is handed.
# expect: none
variable "tags" {
  type = map(string)
}

variable "policies" {
  type    = map(object({ content = string, target = optional(string) }))
  default = {}
}

locals {
  policies = { for name, policy in var.policies : name => { content = policy.content, target = policy.target } }
}

provider "aws" {}

module "organization" {
  source   = "./organization"
  policies = local.policies
  tags     = var.tags
}
