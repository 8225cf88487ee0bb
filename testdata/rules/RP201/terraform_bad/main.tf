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
      # expect: RP201 violation "own-account"
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
