variable "email" {
  type = string
}

# Two accounts wait for the same value.
resource "aws_organizations_account" "open" {
  name = "open"
  # expect: RP110 undecided "and of 1 other account depends on var.email"
  email = var.email
}

resource "aws_organizations_account" "open_as_well" {
  name  = "open-as-well"
  email = var.email
}
