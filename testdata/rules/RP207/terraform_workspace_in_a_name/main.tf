# Whoever asks what the workspace is called has more than the one called "default".
locals {
  environment = "shop-${terraform.workspace}"
  readers = {
    default = "arn:aws:iam::111122223333:role/reader"
    # expect: RP207 violation "everyone is let in when terraform.workspace is demo"
    demo = "*"
  }
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sqs:SendMessage"
      # expect: RP207 violation "everyone is let in when local.environment is shop-demo"
      Principal = { AWS = local.environment == "shop-demo" ? "*" : "arn:aws:iam::111122223333:role/shop" }
      Resource  = "*"
    }]
  })
}

resource "aws_sns_topic_policy" "orders" {
  arn = "arn:aws:sns:eu-west-1:111122223333:orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sns:Publish"
      Principal = { AWS = local.readers[terraform.workspace] }
      Resource  = "*"
    }]
  })
}
