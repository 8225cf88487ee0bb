# The account to speak of is not the one that pays, and is told from its like by its key.
# expect: RP301 violation "3 of 3 accounts is not denied: e.g. iam:CreateAccessKey in account accounts["shop.eu"] (path root > workloads > accounts["shop.eu"])"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "root" {
  name  = "acme-Management"
  email = "aws+pays@acme.example"
}

resource "aws_organizations_account" "trial" {
  name  = "trial"
  email = "aws+trial@acme.example"
}

resource "aws_organizations_organizational_unit" "workloads" {
  name      = "workloads"
  parent_id = aws_organizations_organization.org.roots[0].id
}

variable "prefix" {
  type = string
}

resource "aws_organizations_account" "accounts" {
  for_each  = toset(["shop.eu"])
  name      = "${var.prefix}-${each.key}"
  email     = "aws+${each.key}@acme.example"
  parent_id = aws_organizations_organizational_unit.workloads.id
}
