terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

# aws_iam_policy_document: sources, overrides, principals, conditions.
data "aws_iam_policy_document" "base" {
  policy_id = "base"

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
  }

  statement {
    sid       = "Write"
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::logs/&{aws:username}/*"]
  }

  statement {
    actions   = ["s3:DeleteObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "more" {
  statement {
    sid         = "NotRoot"
    effect      = "Deny"
    not_actions = ["sts:*"]
    resources   = ["*"]

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["b", "a"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/stage"
      values   = ["c"]
    }
  }
}

data "aws_iam_policy_document" "merged" {
  source_policy_documents = [
    data.aws_iam_policy_document.base.json,
    data.aws_iam_policy_document.more.json,
  ]
  override_policy_documents = [
    jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Sid = "Write", Effect = "Deny", Action = "s3:*", Resource = "*" }]
    }),
  ]

  statement {
    sid       = "Read"
    effect    = "Deny"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:role/ci"]
    }
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "public" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_partition" "current" {}

output "base" {
  value = data.aws_iam_policy_document.base.json
}

output "more" {
  value = data.aws_iam_policy_document.more.json
}

output "merged" {
  value = data.aws_iam_policy_document.merged.json
}

output "minified" {
  value = data.aws_iam_policy_document.merged.minified_json
}

output "trust" {
  value = data.aws_iam_policy_document.trust.json
}

output "public" {
  value = data.aws_iam_policy_document.public.json
}

resource "aws_iam_role" "it" {
  name               = "ci"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "it" {
  name   = "ci"
  role   = aws_iam_role.it.id
  policy = data.aws_iam_policy_document.merged.json
}

resource "aws_s3_bucket" "logs" {
  bucket = "example-logs"
  tags   = { stage = "dev" }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::example-logs/*" }]
  })
}
