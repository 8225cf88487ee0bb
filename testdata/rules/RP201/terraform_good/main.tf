# expect: none
data "aws_caller_identity" "me" {}

resource "aws_iam_role" "writer" {
  name = "writer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_s3_bucket_policy" "exports" {
  bucket = "acme-exports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = aws_iam_role.writer.arn }, Action = "s3:PutObject", Resource = "arn:aws:s3:::acme-exports/*" },
      { Effect = "Allow", Principal = { AWS = data.aws_caller_identity.me.account_id }, Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-exports/*" },
    ]
  })
}
