variable "account" {
  type = string
}

resource "aws_sns_topic_policy" "alerts" {
  arn = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP802 undecided var.account
      Principal = { AWS = "arn:aws:iam::${var.account}root" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}
