# The first account may be the one that pays; nothing but its name says so.
# expect: RP301 violation "account "AWS Payer" (path root > AWS Payer) is counted, though by what it is called it may be the management account"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "pays" {
  name  = "AWS Payer"
  email = "aws+pays@acme.example"
}

resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
