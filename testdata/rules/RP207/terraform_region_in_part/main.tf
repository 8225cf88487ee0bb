# The Region that is asked about is known in part, or not: it may be that of the queue.
provider "aws" {
  region = "us-west-2"
}

variable "place" {
  type = string
}

variable "coast" {
  type = string
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 undecided var.place
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.orders.arn
        Condition = { StringEquals = { "aws:RequestedRegion" = "us-${var.place}" } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 undecided var.coast
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.orders.arn
        Condition = { StringEquals = { "aws:RequestedRegion" = "${var.coast}-${var.place}" } }
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 violation "sqs:ReceiveMessage"
        Action    = "sqs:ReceiveMessage"
        Resource  = aws_sqs_queue.orders.arn
        Condition = { StringLike = { "aws:RequestedRegion" = "us-*" } }
      },
    ]
  })
}
