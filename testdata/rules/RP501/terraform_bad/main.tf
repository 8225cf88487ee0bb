variable "lock" { type = bool }

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "vault" {
  bucket = "example-vault"
}

resource "aws_s3_bucket_policy" "two_calls" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP501 violation "arn:aws:s3:::example-vault"
      Action   = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]
      Resource = "arn:aws:s3:::example-vault"
    }]
  })
}

data "aws_iam_policy_document" "confined" {
  statement {
    sid     = "TlsOnly"
    effect  = "Deny"
    actions = ["s3:*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    resources = [aws_s3_bucket.vault.arn, "${aws_s3_bucket.vault.arn}/*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    sid     = "OurEndpointOnly"
    effect  = "Deny"
    actions = ["s3:*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    resources = [aws_s3_bucket.vault.arn, "${aws_s3_bucket.vault.arn}/*"]
    # expect: RP501 violation "aws_s3_bucket_policy.confined"
    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = ["vpce-0A1B2C3D4E5F60718"]
    }
  }
}

resource "aws_s3_bucket_policy" "confined" {
  bucket = aws_s3_bucket.vault.id
  policy = data.aws_iam_policy_document.confined.json
}

resource "aws_s3_bucket" "old_style" {
  bucket = "example-old-style"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP501 violation "aws_s3_bucket.old_style"
      Action    = "s3:*"
      Resource  = "*"
    }]
  })
}

resource "aws_s3_bucket_policy" "by_user_id" {
  bucket = "example-ledger"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-ledger", "arn:aws:s3:::example-ledger/*"]
      # expect: RP501 violation "aws_s3_bucket_policy.by_user_id"
      Condition = { StringNotLike = { "aws:userId" = [data.aws_caller_identity.current.account_id] } }
    }]
  })
}

resource "aws_s3_bucket_policy" "on_request" {
  bucket = "example-archive"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::example-archive/*"
      }], var.lock ? [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP501 violation "when var.lock"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::example-archive*"
    }] : [])
  })
}
