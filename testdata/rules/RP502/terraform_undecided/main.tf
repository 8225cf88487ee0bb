variable "locked_actions" { type = list(string) }

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP502 undecided var.locked_actions
      Action   = var.locked_actions
      Resource = aws_sqs_queue.jobs.arn
    }]
  })
}

resource "aws_sqs_queue_policy" "elsewhere" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-west-1:444455556666:jobs"
      # expect: RP502 undecided "role/operator"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::444455556666:role/operator" } }
    }]
  })
}
