# How many accounts the variable makes is not known.
# expect: RP301 violation "at least 1 account is not denied: e.g. iam:CreateAccessKey in account "audit""
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

variable "accounts" {
  type = map(string)
}

resource "aws_organizations_account" "audit" {
  name  = "audit"
  email = "aws+audit@acme.example"
}

resource "aws_organizations_account" "members" {
  for_each = var.accounts
  name     = each.key
  email    = each.value
}
