variable "teams" {
  type    = set(string)
  default = ["print"]
}

variable "restricted" { type = bool }

resource "aws_organizations_account" "sandbox" {
  name  = "sandbox"
  email = "aws+sandbox@example.com"
  # expect: RP504 violation "only its root user can change that"
  iam_user_access_to_billing = "DENY"

  lifecycle {
    ignore_changes = [iam_user_access_to_billing]
  }
}

resource "aws_organizations_account" "team" {
  for_each = var.teams

  name  = each.key
  email = "aws+${each.key}@example.com"
  # expect: RP504 violation "when var.restricted"
  iam_user_access_to_billing = var.restricted ? "DENY" : "ALLOW"
}
