locals {
  production_accounts = {
    storefront = "aws+storefront@fernhill.example"
    payments   = "aws+payments@fernhill.example"
  }
}

resource "aws_organizations_account" "production" {
  for_each  = local.production_accounts
  name      = each.key
  email     = each.value
  parent_id = aws_organizations_organizational_unit.production.id
}

resource "aws_organizations_account" "audit" {
  name      = "audit"
  email     = "aws+audit@fernhill.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}

resource "aws_organizations_account" "playground" {
  name      = "playground"
  email     = "aws+playground@fernhill.example"
  parent_id = aws_organizations_organizational_unit.sandbox.id
}
