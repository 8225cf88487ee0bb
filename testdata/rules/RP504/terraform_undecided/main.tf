variable "billing_access" { type = string }

resource "aws_organizations_account" "sandbox" {
  name  = "sandbox"
  email = "aws+sandbox@example.com"
  # expect: RP504 undecided var.billing_access
  iam_user_access_to_billing = var.billing_access
}
