# The queue is asked for in the Region in which it lies.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "in_it" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "arn:aws:sqs:eu-west-1:"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "out_of_another" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "arn:aws:sqs:eu-west-1:"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringNotEquals = { "aws:RequestedRegion" = "us-east-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "out_of_it" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringNotEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_another" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringEquals = { "aws:RequestedRegion" = "us-east-1" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_others" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringLike = { "aws:RequestedRegion" = "us-*" } }
    }]
  })
}

# Services call in whatever Region the resource lies.
resource "aws_sns_topic" "any_bucket" {
  name = "any-bucket"
}

resource "aws_sns_topic_policy" "any_bucket" {
  arn = aws_sns_topic.any_bucket.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" } # expect: RP207 violation "AWS services are let in whoever they act for"
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.any_bucket.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:*:*:*" } }
    }]
  })
}

variable "bucket_arn" {
  type = string
}

resource "aws_sns_topic" "some_bucket" {
  name = "some-bucket"
}

resource "aws_sns_topic_policy" "some_bucket" {
  arn = aws_sns_topic.some_bucket.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" } # expect: RP207 undecided var.bucket_arn
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.some_bucket.arn
      Condition = { ArnLike = { "aws:SourceArn" = var.bucket_arn } }
    }]
  })
}
