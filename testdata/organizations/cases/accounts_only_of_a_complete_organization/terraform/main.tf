resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}

resource "aws_organizations_account" "trial" {
  name  = "trial"
  email = "aws+trial@acme.example"
}
