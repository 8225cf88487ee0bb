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
      # expect: RP502 violation "aws_sqs_queue_policy.jobs"
      Action   = "sqs:*"
      Resource = aws_sqs_queue.jobs.arn
    }]
  })
}

resource "aws_sqs_queue" "inline" {
  name = "inline"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EndpointOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:inline"
      # expect: RP502 violation "arn:aws:sqs:eu-west-1:111122223333:inline"
      Condition = { StringNotEquals = { "aws:SourceVpce" = "vpce-12345" } }
    }]
  })
}

# Two blocks of one name are one queue.
resource "aws_sqs_queue" "named_alike" {
  name = "alike"
}

resource "aws_sqs_queue" "named_alike_too" {
  name = "alike"
}

resource "aws_sqs_queue_policy" "named_alike" {
  queue_url = aws_sqs_queue.named_alike.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 violation "aws_sqs_queue_policy.named_alike"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.named_alike_too.arn }]
  })
}

resource "aws_sqs_queue_policy" "by_url" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 violation "arn:aws:sqs:eu-west-1:111122223333:orders"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:eu-west-1:111122223333:orders" }]
  })
}
