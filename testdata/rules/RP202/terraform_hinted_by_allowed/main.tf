variable "account" {
  type = string
}

provider "aws" {
  allowed_account_ids = ["222233334444", "333344445555", var.account]
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 undecided "whether 222233334444 is the own account (list it under own_accounts), as allowed_account_ids of provider.aws suggest"
      Principal = { AWS = "arn:aws:iam::222233334444:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
    }]
  })
}
