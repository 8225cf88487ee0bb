variable "deployment" {}
variable "name" {}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-${var.deployment}-logs"
}

data "aws_iam_policy_document" "logs" {
  statement {
    effect = "Deny"
    # expect: RP501 violation "cannot s3:PutBucketPolicy on arn:aws:s3:::acme-example-1-logs"
    actions = ["s3:Delete*", "s3:PutBucketPolicy"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    resources = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_s3_bucket" "named" {
  bucket = var.name
}

resource "aws_s3_bucket_policy" "named" {
  bucket = aws_s3_bucket.named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP501 violation "cannot s3:PutBucketPolicy on arn:aws:s3:::example-1"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${var.name}", "arn:aws:s3:::${var.name}/*"]
    }]
  })
}

# An account of the code is spared.
resource "aws_s3_bucket_policy" "spared" {
  bucket = aws_s3_bucket.named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${var.name}", "arn:aws:s3:::${var.name}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# In a condition the same variable may be an account.
resource "aws_s3_bucket_policy" "spares_a_role" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = aws_s3_bucket.logs.arn
      # expect: RP501 undecided "var.deployment"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.deployment}:role/admin" } }
    }]
  })
}
