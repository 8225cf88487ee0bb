variable "effect" {
  type = string
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/111122223333/jobs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = var.effect
      # expect: RP209 undecided var.effect
      NotPrincipal = { AWS = "444455556666" }
      Action       = "sqs:SendMessage"
      Resource     = "*"
    }]
  })
}
