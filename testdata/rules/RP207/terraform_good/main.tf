# expect: none

data "aws_iam_policy_document" "organization" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::reports/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }
  }
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = data.aws_iam_policy_document.organization.json
}

# A policy of one topic about another: nobody gets anything.
resource "aws_sns_topic" "failed" {
  name = "failed"
}

resource "aws_sns_topic" "retried" {
  name = "retried"
}

resource "aws_sns_topic_policy" "retried" {
  arn = aws_sns_topic.retried.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sns:Publish", Resource = aws_sns_topic.failed.arn }]
  })
}

# Ids and ARNs that are looked up, of which none is everyone.
data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

data "aws_elb_service_account" "main" {}

resource "aws_iam_role" "pipeline" {
  name = "pipeline"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = data.aws_iam_openid_connect_provider.github.arn }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main"
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
      } }
    }]
  })
}

resource "aws_s3_bucket_policy" "access_logs" {
  bucket = "acme-access-logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_elb_service_account.main.id }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-access-logs/*"
    }]
  })
}

# An empty text is no policy.
resource "aws_kms_key" "default_policy" {
  description = "backups"
  policy      = ""
}

variable "with_single_sign_on" {
  type = bool
}

locals {
  single_sign_on = var.with_single_sign_on ? "arn:aws:iam::111122223333:role/single-sign-on" : null
}

# Where the block is, the role is known.
data "aws_iam_policy_document" "guarded" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-guarded/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
  dynamic "statement" {
    for_each = local.single_sign_on != null ? [1] : []
    content {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::acme-guarded/*"]
      principals {
        type        = "AWS"
        identifiers = [local.single_sign_on]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "guarded" {
  bucket = "acme-guarded"
  policy = data.aws_iam_policy_document.guarded.json
}
