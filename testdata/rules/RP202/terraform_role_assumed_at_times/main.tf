# Whoever does not assume the role deploys to an account of his own.
variable "assumes_role" { type = bool }

provider "aws" {
  dynamic "assume_role" {
    for_each = var.assumes_role ? [1] : []
    content {
      role_arn = "arn:aws:iam::111111111111:role/ci"
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 violation "the whole account 111111111111"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:root" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}
