# A company's log archive and its guardrails, small enough to read.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  endpoints {
    sts = "http://127.0.0.1:18765"
  }
}

data "aws_caller_identity" "current" {}

variable "partner_account" {
  type = string
}

variable "ingest_token" {
  type      = string
  sensitive = true
}

# A document that has to wait: the bucket's ARN is known after apply.
resource "aws_s3_bucket" "logs" {
  bucket = "example-company-logs"
}

data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "Partner"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.partner_account}:root"]
    }
  }
  statement {
    sid       = "Own"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

# jsonencode: one unknown ARN hides the whole text from the plan.
resource "aws_s3_bucket" "drop" {
  bucket_prefix = "drop-"
}

resource "aws_s3_bucket_policy" "drop" {
  bucket = aws_s3_bucket.drop.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.drop.arn}/*"
    }]
  })
}

# jsonencode with everything known.
resource "aws_sqs_queue" "ingest" {
  name = "ingest"
}

resource "aws_sqs_queue_policy" "ingest" {
  for_each  = { blue = "222233334444", green = "333344445555" }
  queue_url = aws_sqs_queue.ingest.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${each.value}:root" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_secretsmanager_secret_version" "token" {
  secret_id     = "ingest-token"
  secret_string = var.ingest_token
}

module "archive" {
  source  = "./modules/archive"
  readers = { audit = "444455556666", billing = data.aws_caller_identity.current.account_id }
}
