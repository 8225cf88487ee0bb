# What is handed to the module is written here, whatever values are given.
# expect: none
variable "tags" {
  type = map(string)
}

provider "aws" {}

module "organization" {
  source   = "./organization"
  policies = {}
  tags     = var.tags
}
