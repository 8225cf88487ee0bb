# expect: RP407 violation "222233334444"
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = "iam.amazonaws.com"
}
