# The Region of the default provider may be another one than that of the queue.
variable "home" {
  type = string
}

variable "west" {
  type = string
}

provider "aws" {
  region = var.home
}

provider "aws" {
  alias  = "west"
  region = var.west
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

data "aws_region" "home" {}

resource "aws_sqs_queue" "jobs" {
  provider = aws.west
  name     = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  provider  = aws.west
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { StringNotEquals = { "aws:RequestedRegion" = data.aws_region.home.name } }
    }]
  })
}

resource "aws_sqs_queue_policy" "in_home" {
  provider  = aws.ireland
  queue_url = "in-home"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "999988887777"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = data.aws_region.home.name } }
    }]
  })
}
