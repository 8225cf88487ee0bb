variable "writers" {
  type = list(string)
}

data "aws_caller_identity" "me" {}

resource "aws_sns_topic_policy" "events" {
  arn = "arn:aws:sns:eu-central-1:111122223333:events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP201 undecided var.writers
      Principal = { AWS = data.aws_caller_identity.me.account_id }
      Action    = "sns:Publish"
      Resource  = "*"
      Condition = { ArnLike = { "aws:PrincipalArn" = var.writers } }
    }]
  })
}
