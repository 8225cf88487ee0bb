# expect: RP407 violation "222233334444"
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = "iam.amazonaws.com"
}

variable "security_account" {
  type = string
}

# expect: RP407 violation "the account var.security_account becomes"
resource "aws_organizations_delegated_administrator" "chosen" {
  account_id        = var.security_account
  service_principal = "iam.amazonaws.com"
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias   = "security"
  profile = "security"
  region  = "eu-west-1"
}

data "aws_caller_identity" "security" {
  provider = aws.security
}

# expect: RP407 violation "the account of provider aws.security becomes"
resource "aws_organizations_delegated_administrator" "of_provider" {
  account_id        = data.aws_caller_identity.security.account_id
  service_principal = "iam.amazonaws.com"
}
