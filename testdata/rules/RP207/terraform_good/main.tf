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

# A policy of one queue about another: nobody gets anything.
resource "aws_sqs_queue" "failed" {
  name = "failed"
}

resource "aws_sqs_queue" "retried" {
  name = "retried"
}

resource "aws_sqs_queue_policy" "retried" {
  queue_url = aws_sqs_queue.retried.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = aws_sqs_queue.failed.arn }]
  })
}
