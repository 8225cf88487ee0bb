# expect: none
resource "aws_sns_topic_policy" "alerts" {
  arn = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sns:Subscribe"
      Resource  = "arn:aws:sns:us-east-1:111122223333:alerts"
      Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::444455556666:role/subscriber" } }
    }]
  })
}
