resource "aws_sns_topic_policy" "alerts" {
  arn = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sns:Subscribe"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
      # expect: RP213 violation "it may sns:Subscribe"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } }
    }]
  })
}
