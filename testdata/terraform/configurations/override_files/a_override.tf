locals {
  owner = "security"
}

resource "terraform_data" "service" {
  triggers_replace = ["overridden by a"]
}

module "queue" {
  name = "from a"
}
