locals {
  accounts = {
    # expect: RP110 violation "aws_organizations_account.each["dev"]"
    dev = "acme.dev@gmx.net"
    log = "aws-roots+log@acme.example"
  }
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "jane.doe@acme.example" # expect: RP110 violation "one person"
}

resource "aws_organizations_account" "each" {
  for_each = local.accounts
  name     = each.key
  email    = each.value
}

resource "awscc_organizations_account" "cloud_control" {
  account_name = "cloud-control"
  # expect: RP110 violation "can reset the password of the root user"
  email = "acme@gmail.com"
}

resource "aws_servicecatalog_provisioned_product" "factory" {
  name                       = "factory"
  product_name               = "AWS Control Tower Account Factory"
  provisioning_artifact_name = "AWS Control Tower Account Factory"

  provisioning_parameters {
    key = "AccountEmail"
    # expect: RP110 violation "aws_servicecatalog_provisioned_product.factory"
    value = "john.smith@acme.example"
  }
}

# A request of Account Factory for Terraform.
module "request" {
  source = "git::https://git.acme.example/aft-account-request.git"

  control_tower_parameters = {
    # expect: RP110 violation "module.request"
    AccountEmail = "acme-request@gmail.com"
    AccountName  = "request"
    SSOUserEmail = "jane.doe@gmail.com"
  }
}
