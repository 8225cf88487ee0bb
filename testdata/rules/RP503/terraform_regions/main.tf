# Statements that name the Region of the key, which is that of the provider.
provider "aws" {
  region = "us-west-2"
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "frozen" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      # expect: RP503 violation "aws_kms_key.frozen"
      { Effect = "Deny", Principal = "*", Action = "kms:*", Resource = "arn:aws:kms:us-west-2:${data.aws_caller_identity.current.account_id}:key/*" },
    ]
  })
}

# Keys of another Region.
resource "aws_kms_key" "frozen_elsewhere" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Deny", Principal = "*", Action = "kms:*", Resource = "arn:aws:kms:eu-west-1:${data.aws_caller_identity.current.account_id}:key/*" },
    ]
  })
}

resource "aws_kms_key" "of_the_region" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "arn:aws:kms:us-west-2:${data.aws_caller_identity.current.account_id}:key/*" }]
  })
}

# A Region of another partition than the one that the key lies in.
resource "aws_kms_key" "of_another_partition" {
  # expect: RP503 violation "aws_kms_key.of_another_partition"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "arn:aws:kms:cn-north-1:111122223333:key/abc" }]
  })
}

# A key is asked for in its own Region.
resource "aws_kms_key" "asked_for_here" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      # expect: RP503 violation "aws_kms_key.asked_for_here"
      { Effect = "Deny", Principal = "*", Action = "kms:*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = ["eu-west-1", "eu-central-1"] } } },
    ]
  })
}

resource "aws_kms_key" "asked_for_elsewhere" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Deny", Principal = "*", Action = "kms:*", Resource = "*", Condition = { StringLike = { "aws:RequestedRegion" = "eu-*" } } },
    ]
  })
}

resource "aws_kms_key" "allowed_here" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "us-west-2" } } }]
  })
}

resource "aws_kms_key" "allowed_elsewhere" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 violation "aws_kms_key.allowed_elsewhere"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } } }]
  })
}
