# expect: RP301 violation "accounts whose number is not known is not denied: e.g. iam:CreateAccessKey in an account of aws_organizations_account.members (path"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

variable "accounts" {
  type = map(string)
}

resource "aws_organizations_account" "members" {
  for_each = var.accounts
  name     = each.key
  email    = each.value
}
