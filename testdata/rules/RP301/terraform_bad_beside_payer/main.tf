# The first account is the one that pays: its address is that of the management account.
# expect: RP301 violation "the root user of 1 of 1 account is not denied"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "pays" {
  name  = "AWS Payer"
  email = aws_organizations_organization.org.master_account_email
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
