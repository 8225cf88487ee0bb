data "aws_caller_identity" "me" {}
data "aws_partition" "current" {}

resource "aws_s3_bucket" "exports" {
  bucket = "acme-exports"
}

resource "aws_s3_bucket_policy" "exports" {
  bucket = aws_s3_bucket.exports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP201 violation "the whole account that the resource is in"
      Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = "s3:*"
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "jobs" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:eu-central-1:111122223333:jobs"]
    principals {
      type = "AWS"
      # expect: RP201 violation "111122223333"
      identifiers = ["111122223333"] # the account in the queue's ARN
    }
  }
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/jobs"
  policy    = data.aws_iam_policy_document.jobs.json
}

# The condition leaves the root user alone: RP204's matter.
resource "aws_s3_bucket_policy" "by_root" {
  bucket = "acme-exports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.me.account_id }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-exports/*"
      Condition = { StringEquals = { "aws:PrincipalType" = "Account" } }
    }]
  })
}
