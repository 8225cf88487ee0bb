# A bus is asked for in the Region in which it lies, as queues are.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudwatch_event_bus_policy" "out_of_it" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "999988887777" }
      Action    = "events:PutEvents"
      Resource  = "*"
      Condition = { StringNotEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}

resource "aws_cloudwatch_event_bus_policy" "in_it" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "arn:aws:events:eu-west-1:"
      Principal = { AWS = "999988887777" }
      Action    = "events:PutEvents"
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}
