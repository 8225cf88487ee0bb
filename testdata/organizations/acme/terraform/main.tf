# The organization of acme, with a module for guardrails and for_each over units and accounts.
resource "aws_organizations_organization" "acme" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
}

locals {
  units = {
    Security  = {}
    Workloads = {}
  }
  environments = toset(["Production", "Development"])
  accounts = {
    audit   = { email = "aws+audit@acme.example", unit = "Security" }
    logs    = { email = "aws+logs@acme.example", unit = "Security" }
    billing = { email = "aws+billing@acme.example", unit = "Production" }
    shop    = { email = "aws+shop@acme.example", unit = "Production" }
    trial   = { email = "aws+trial@acme.example", unit = "Development" }
  }
  unit_ids = merge(
    { for name, unit in aws_organizations_organizational_unit.top : name => unit.id },
    { for name, unit in aws_organizations_organizational_unit.environment : name => unit.id },
  )
}

resource "aws_organizations_organizational_unit" "top" {
  for_each  = local.units
  name      = each.key
  parent_id = aws_organizations_organization.acme.roots[0].id
}

resource "aws_organizations_organizational_unit" "environment" {
  for_each  = local.environments
  name      = each.value
  parent_id = aws_organizations_organizational_unit.top["Workloads"].id
}

resource "aws_organizations_account" "member" {
  for_each  = local.accounts
  name      = each.key
  email     = each.value.email
  parent_id = local.unit_ids[each.value.unit]
}

# Nobody moved it below a unit yet: it lands under the root.
resource "aws_organizations_account" "sandbox" {
  name  = "sandbox"
  email = "aws+sandbox@acme.example"
}

module "deny_leaving" {
  source   = "./modules/guardrail"
  name     = "deny-leaving"
  document = { Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }
  targets  = { root = aws_organizations_organization.acme.roots[0].id }
}

module "deny_root" {
  source = "./modules/guardrail"
  name   = "deny-root"
  document = {
    Effect    = "Deny"
    Action    = "*"
    Resource  = "*"
    Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
  }
  targets = { workloads = aws_organizations_organizational_unit.top["Workloads"].id }
}

module "deny_root_keys" {
  source = "./modules/guardrail"
  name   = "deny-root-keys"
  document = {
    Effect    = "Deny"
    Action    = "iam:CreateAccessKey"
    Resource  = "*"
    Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
  }
  targets = { security = aws_organizations_organizational_unit.top["Security"].id }
}
