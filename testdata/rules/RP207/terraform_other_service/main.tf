# A queue's policy decides requests to SQS only, whatever it says about other services.
resource "aws_sqs_queue_policy" "everything" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        # expect: RP207 violation "anyone may sqs:"
        Principal = "*"
        Action    = "*"
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sqs_queue_policy" "nothing" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "*", Resource = "*" },
      { Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*" },
    ]
  })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

# The policies of directory buckets are about another service than those of other buckets.
resource "aws_s3_bucket_policy" "directory" {
  bucket = "reports--use1-az5--x-s3"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "s3express:CreateSession"
      Principal = "*"
      Action    = "s3express:CreateSession"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue_policy" "by_reference" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "anyone may sqs:"
      Principal = "*"
      Action    = "*"
      Resource  = aws_sqs_queue.orders.arn
    }]
  })
}
