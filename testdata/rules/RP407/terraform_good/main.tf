# Another service opens no root sessions.
# expect: none
resource "aws_organizations_delegated_administrator" "guardduty" {
  account_id        = "222233334444"
  service_principal = "guardduty.amazonaws.com"
}
