variable "account" {
  type = string
}

resource "aws_sns_topic_policy" "alerts" {
  arn = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sns:Subscribe"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
      # expect: RP213 undecided var.account
      Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:root" } }
    }]
  })
}
