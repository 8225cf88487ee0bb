# The account is none of this code: what binds it is not here.
# expect: none
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = "iam.amazonaws.com"
}
