variable "partner" {
  default = 012345678901 # HCL numbers have no leading zeros
}

variable "auditor" {
  default = 123456789012
}

locals {
  auditor = format("arn:aws:iam::%v:role/auditor", var.auditor)
}

resource "aws_sns_topic_policy" "events" {
  arn = "arn:aws:sns:eu-central-1:111122223333:events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        # expect: RP805 violation "arn:aws:iam::12345678901:root"
        Principal = { AWS = "arn:aws:iam::${var.partner}:root" }
        Action    = "sns:Subscribe"
        Resource  = "*"
      },
      {
        Effect = "Allow"
        # expect: RP805 violation "formatted with an exponent"
        Principal = { AWS = local.auditor }
        Action    = "sns:Subscribe"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = "*"
        # expect: RP805 violation "write "012345678901", in quotes"
        Condition = { StringEquals = { "aws:SourceAccount" = var.partner } }
      },
    ]
  })
}
