# The account of a provider is not one of how a module calls it.
terraform {
  required_providers {
    amazon = {
      source                = "hashicorp/aws"
      configuration_aliases = []
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  provider = amazon
  name     = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  provider  = amazon
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::222222222222:root" }, Action = "sqs:SendMessage", Resource = "*" },
      # expect: RP202 violation "the whole account 111111111111"
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111111111111:root" }, Action = "sqs:SendMessage", Resource = "*" },
    ]
  })
}
