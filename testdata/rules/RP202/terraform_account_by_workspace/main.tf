# The account of provider and principal hang on the same unknown: in every case it is the queue's own.
variable "accounts" {
  default = {
    default    = { account_id = "111111111111" }
    production = { account_id = "222222222222" }
  }
}

variable "partner_accounts" {
  default = { default = "333333333333", production = "444444444444" }
}

locals {
  account = var.accounts[terraform.workspace]
}

provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::${local.account.account_id}:role/ci"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "own" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${local.account.account_id}:root" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sqs_queue_policy" "partner" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 violation "the whole account 333333333333"
    # expect: RP202 violation "the whole account 444444444444"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${var.partner_accounts[terraform.workspace]}:root" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}
