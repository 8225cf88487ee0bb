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

# The order of the blocks does not count: the provider has its own.
data "aws_iam_policy_document" "sets" {
  policy_id = "sets"

  statement {
    sid       = "Shared"
    actions   = ["s3:Get*", "s3:Put*", "s3:A<b>&"]
    resources = ["arn:aws:s3:::shared/&{aws:username}", "arn:aws:s3:::shared/*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "arn:aws:iam::999988887777:root"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::222233334444:root"]
    }
    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["storage", "audit"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["backup"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["backup"]
    }
  }

  statement {
    effect        = "Deny"
    not_actions   = ["s3:Get*"]
    not_resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = []
    }
  }
}

data "aws_iam_policy_document" "read" {
  source_policy_documents = [
    jsonencode({
      Id = "written"
      Statement = [
        {
          Resource  = ["arn:aws:s3:::z", "arn:aws:s3:::a"]
          Action    = []
          Effect    = "Allow"
          Sid       = ""
          Principal = { Service = ["a.amazonaws.com", "c.amazonaws.com"], AWS = ["111122223333"] }
          Condition = { StringEquals = { "aws:b" = ["x"], "aws:a" = "y", "aws:e" = [], "aws:t" = true } }
        },
        { Effect = "Allow", Principal = { "*" = ["*"] }, NotAction = ["s3:*"] },
        {},
      ]
    }),
    data.aws_iam_policy_document.sets.minified_json,
  ]
}

output "sets" {
  value = data.aws_iam_policy_document.sets.json
}

output "read" {
  value = data.aws_iam_policy_document.read.json
}

output "letters" {
  value = {
    digest   = sha256(data.aws_iam_policy_document.read.json)
    length   = length(data.aws_iam_policy_document.sets.minified_json)
    replaced = replace(data.aws_iam_policy_document.sets.json, "\"Sid\": \"Shared\"", "\"Sid\": \"Other\"")
    again    = jsonencode(jsondecode(data.aws_iam_policy_document.sets.json))
    inside   = jsonencode({ policy = data.aws_iam_policy_document.public.json })
    lines    = length(split("\n", data.aws_iam_policy_document.more.json))
  }
}
