resource "aws_organizations_account" "dev" {
  name = "dev"
  # expect: RP110 undecided "an e-mail address is empty"
  email = ""
}
