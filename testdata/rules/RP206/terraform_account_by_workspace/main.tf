# The account of provider and principal hang on the same unknown: in every case it is the key's own.
variable "accounts" {
  default = {
    default    = { account_id = "111111111111", audit_id = "333333333333" }
    production = { account_id = "222222222222", audit_id = "444444444444" }
  }
}

locals {
  account = contains(keys(var.accounts), terraform.workspace) ? var.accounts[terraform.workspace] : var.accounts["default"]
}

provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::${local.account.account_id}:role/ci"
  }
}

resource "aws_kms_key" "own" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${local.account.account_id}:root" }, Action = ["kms:CreateGrant", "kms:Put*"], Resource = "*" },
    ]
  })
}

resource "aws_kms_key" "shared" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP206 violation "the whole account 444444444444"
      # expect: RP206 violation "the whole account 333333333333"
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${local.account.audit_id}:root" }, Action = ["kms:CreateGrant", "kms:Put*"], Resource = "*" },
    ]
  })
}
