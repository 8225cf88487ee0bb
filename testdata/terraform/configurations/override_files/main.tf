# What override files change, in the order of their names.
variable "stage" {
  type    = string
  default = "dev"
}

locals {
  owner  = "platform"
  region = "eu-west-1"
}

resource "terraform_data" "service" {
  input            = { stage = var.stage, owner = local.owner }
  triggers_replace = ["a", "b"]
}

module "queue" {
  source = "./queue"
  name   = "base"
}

output "region" {
  value = local.region
}

output "queue" {
  value = module.queue.name
}
