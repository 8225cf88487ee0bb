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
