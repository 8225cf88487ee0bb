resource "aws_organizations_delegated_administrator" "guardduty" {
  account_id        = "222233334444"
  service_principal = "guardduty.amazonaws.com"
}

# expect: RP407 violation "securityhub.amazonaws.com"
resource "aws_organizations_delegated_administrator" "securityhub" {
  account_id        = "222233334444"
  service_principal = "securityhub.amazonaws.com"
}

resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = "iam.amazonaws.com"
}

resource "aws_organizations_delegated_administrator" "iam_too" {
  account_id        = "333344445555"
  service_principal = "iam.amazonaws.com"
}

# expect: RP407 violation "sts:AssumeRoot"
resource "aws_organizations_delegated_administrator" "iam_other" {
  account_id        = "444455556666"
  service_principal = "iam.amazonaws.com"
}
