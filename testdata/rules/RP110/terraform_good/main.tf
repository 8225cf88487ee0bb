# expect: none
variable "name" {
  type = string
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws-roots+dev@acme.example"
}

# Whatever stands behind the plus is delivered to the same mailbox.
resource "aws_organizations_account" "tagged" {
  name  = var.name
  email = "aws-roots+${var.name}@acme.example"
}

# A provider of free mail that the company has chosen.
resource "aws_organizations_account" "chosen" {
  name  = "chosen"
  email = "acme-roots@fastmail.com"
}
