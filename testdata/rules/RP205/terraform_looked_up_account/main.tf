# expect: none
data "aws_organizations_organization" "org" {}

locals {
  users_account_id = [for account in data.aws_organizations_organization.org.accounts : account.id if account.name == "Users"][0]
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = local.users_account_id }, Action = "sts:AssumeRole" }]
  })
}
