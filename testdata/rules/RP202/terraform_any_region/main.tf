# Nothing tells the Region: it may be any, also one that AWS is yet to open.
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "in_one" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_some" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringLike = { "aws:RequestedRegion" = "ap-*" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "out_of_one" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringNotEquals = { "aws:RequestedRegion" = "us-east-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_a_new_one" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringEquals = { "aws:RequestedRegion" = "xx-newplace-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_new_ones" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringLike = { "aws:RequestedRegion" = "*-newplace-?" } }
    }]
  })
}
