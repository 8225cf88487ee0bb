# An empty name is none: the provider makes one.
resource "aws_sqs_queue" "jobs" {
  name = ""
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP502 violation
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:*:*:terraform-*"
    }]
  })
}
