resource "aws_organizations_account" "dev" {
  name = "dev"
  # expect: RP110 undecided "email in ignore_changes"
  email = "aws-roots+dev@acme.example"

  lifecycle {
    ignore_changes = [email]
  }
}

# Of the same module, for the same reason.
resource "aws_organizations_account" "each" {
  for_each = toset(["prod", "stage"])
  name     = each.key
  # expect: RP110 undecided "and of 1 other account"
  email = "aws-roots+${each.key}@acme.example"

  lifecycle {
    ignore_changes = [email]
  }
}
