# expect: none
resource "aws_organizations_account" "sandbox" {
  name                       = "sandbox"
  email                      = "aws+sandbox@example.com"
  iam_user_access_to_billing = "ALLOW"
}

resource "aws_organizations_account" "by_default" {
  name  = "shop"
  email = "aws+shop@example.com"
}

resource "aws_organizations_account" "not_set" {
  name                       = "print"
  email                      = "aws+print@example.com"
  iam_user_access_to_billing = null
}
