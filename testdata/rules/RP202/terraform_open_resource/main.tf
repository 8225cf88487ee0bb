# Sentences have the names that the code has.
variable "queue" { type = string }

data "aws_caller_identity" "me" {}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/queue"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "may sqs:SendMessage on arn:aws:sqs:eu-west-1:ACCOUNT:${var.queue};"
      Principal = { AWS = "999988887777" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:${data.aws_caller_identity.me.account_id}:${var.queue}"
    }]
  })
}
