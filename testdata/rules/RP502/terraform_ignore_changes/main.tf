# What a new resource gets is known. One that exists keeps whatever somebody gave it.
resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Principal = { AWS = "arn:aws:iam::111122223333:role/shop" }
    }]
  })

  lifecycle {
    # expect: RP502 undecided "aws_sqs_queue_policy.orders.policy in ignore_changes"
    ignore_changes = [policy]
  }
}

resource "aws_sqs_queue_policy" "returns" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/returns"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Principal = { AWS = "arn:aws:iam::111122223333:role/shop" }
    }]
  })

  lifecycle {
    # expect: RP502 undecided "aws_sqs_queue_policy.returns.policy in ignore_changes"
    ignore_changes = all
  }
}

# Other arguments say nothing about the policy.
resource "aws_sqs_queue_policy" "invoices" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/invoices"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Principal = { AWS = "arn:aws:iam::111122223333:role/shop" }
    }]
  })

  lifecycle {
    ignore_changes = [queue_url]
  }
}

# The policy of this one is written elsewhere: there is none here to be kept.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  lifecycle {
    ignore_changes = [policy, tags["owner"]]
  }
}
