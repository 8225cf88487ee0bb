# Each Deny statement spares something of the account; both together, its root user.
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.jobs.arn
        # expect: RP202 violation "the root user of account 999988887777, and nobody else there, is let in"
        Condition = { StringNotEquals = { "aws:PrincipalAccount" = "999988887777" } }
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = aws_sqs_queue.jobs.arn
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::999988887777:root" } }
      }
    ]
  })
}
