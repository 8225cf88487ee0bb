# A role that a service takes on is of the account of what it is given to: so that account is the own one.
data "aws_caller_identity" "current" {}

resource "aws_cloudtrail" "all" {
  name                       = "all"
  s3_bucket_name             = "acme-trail"
  cloud_watch_logs_role_arn  = "arn:aws:iam::444455556666:role/trail"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  kms_key_id                 = aws_kms_key.trail.arn
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_kms_key" "trail" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = { StringEquals = { "kms:CallerAccount" = "444455556666" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        # expect: RP202 violation "the whole account 999988887777"
        Condition = { StringEquals = { "kms:CallerAccount" = "999988887777" } }
      },
    ]
  })
}
