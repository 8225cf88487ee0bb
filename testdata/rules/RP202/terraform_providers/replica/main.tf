# Called with the provider of another account: its own account is not the caller's.
variable "publisher" {
  type = string
}

data "aws_caller_identity" "here" {}

resource "aws_sns_topic_policy" "replica" {
  arn = "arn:aws:sns:eu-central-1:444455556666:replica"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        # expect: RP202 undecided "the account of provider aws beside that of provider aws.backup"
        Principal = { AWS = var.publisher }
        Action    = "sns:Publish"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.here.account_id}:root" }
        Action    = "sns:Publish"
        Resource  = "*"
      },
    ]
  })
}
