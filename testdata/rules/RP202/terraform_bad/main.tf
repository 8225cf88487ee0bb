# Another account as a whole: literal, through a variable file, a local, a policy document and text.

variable "partner" {
  type = string
}

variable "auditor" {
  type    = string
  default = "666655554444"
}

locals {
  partner_root = "arn:aws:iam::${var.partner}:root"
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}

data "aws_iam_policy_document" "reports" {
  statement {
    sid       = "Partner"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.reports.arn}/*"]
    principals {
      type = "AWS"
      # expect: RP202 violation "999988887777"
      identifiers = [local.partner_root]
    }
  }
  statement {
    sid       = "OwnAccount"
    actions   = ["s3:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = aws_s3_bucket.reports.id
  policy = data.aws_iam_policy_document.reports.json
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/jobs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "high"
      Principal = { AWS = "999988887777" }
      Action    = "sqs:*"
      Resource  = "*"
    }]
  })
}

resource "aws_ecr_repository_policy" "images" {
  repository = "images"
  policy     = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "arn:aws:iam::${var.auditor}:root" },
          "Action": "ecr:BatchGetImage"
        }
      ]
    }
  EOT
}

# The account that delivers logs of load balancers has no business with secrets.
resource "aws_secretsmanager_secret_policy" "delivery" {
  secret_arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "127311923021"
      Principal = { AWS = "arn:aws:iam::127311923021:root" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}
