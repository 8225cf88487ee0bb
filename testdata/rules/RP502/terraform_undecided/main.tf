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

# Locked out everywhere but in one Region; which one the queue is in is not known.
resource "aws_sqs_queue" "spared_region" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "the Region and name of what it belongs to"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", NotResource = "arn:aws:sqs:us-west-2:*:*" }]
  })
}

resource "aws_sqs_queue" "some_regions" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "the Region and name of what it belongs to"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:eu-*:*:*" }]
  })
}

resource "aws_sqs_queue" "some_accounts" {
  # expect: RP502 undecided "arn:aws:sqs:*:1234*:*"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:*:1234*:*" }]
  })
}

# What the name of a queue is that nothing declares nobody knows.
resource "aws_sqs_queue" "of_an_excerpt" {
  name = "orders"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "aws_sqs_queue.elsewhere"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.elsewhere.arn }]
  })
}

resource "aws_sqs_queue" "regions_of_a_newer_area" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "the Region and name of what it belongs to"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:il-*:*:*" }]
  })
}
