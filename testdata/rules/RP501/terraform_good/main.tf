# expect: none
variable "allowed_range" {
  type    = string
  default = "203.0.113.0/24"
}

resource "aws_s3_bucket" "vault" {
  bucket = "example-vault"
}

resource "aws_iam_role" "deployer" {
  name               = "deployer"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-0a1b2c3d4e5f60718"
  service_name = "com.amazonaws.eu-west-1.s3"
}

resource "aws_s3_bucket_policy" "deployer_only" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]
      Resource  = aws_s3_bucket.vault.arn
      Condition = { ArnNotLike = { "aws:PrincipalArn" = aws_iam_role.deployer.arn } }
    }]
  })
}

resource "aws_s3_bucket_policy" "deployer_by_id" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = aws_s3_bucket.vault.arn
      Condition = { StringNotLike = { "aws:userId" = "${aws_iam_role.deployer.unique_id}:*" } }
    }]
  })
}

data "aws_iam_policy_document" "confined" {
  statement {
    effect  = "Deny"
    actions = ["s3:*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    resources = [aws_s3_bucket.vault.arn, "${aws_s3_bucket.vault.arn}/*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = [aws_vpc_endpoint.s3.id]
    }
  }
}

resource "aws_s3_bucket_policy" "confined" {
  bucket = aws_s3_bucket.vault.id
  policy = data.aws_iam_policy_document.confined.json
}

resource "aws_s3_bucket_policy" "range" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.vault.arn, "${aws_s3_bucket.vault.arn}/*"]
      Condition = { NotIpAddress = { "aws:SourceIp" = var.allowed_range } }
    }]
  })
}

resource "aws_s3_bucket_policy" "uploads" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "*"
      Condition = { StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" } }
    }]
  })
}

variable "bucket_policy" {
  type    = string
  default = ""
}

resource "aws_s3_bucket" "without" {
  bucket = "example-without"
  policy = var.bucket_policy
}
