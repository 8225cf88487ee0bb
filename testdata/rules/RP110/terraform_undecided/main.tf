variable "email" {
  type = string
}

resource "aws_organizations_account" "open" {
  name = "open"
  # expect: RP110 undecided var.email
  email = var.email
}
