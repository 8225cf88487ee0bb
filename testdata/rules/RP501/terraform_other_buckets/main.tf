# What a policy denies on another bucket than its own locks nobody out.
resource "aws_s3_bucket" "site" {}

resource "aws_s3_bucket" "media" {}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}

resource "aws_s3_bucket_policy" "of_another" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.media.arn, "${aws_s3_bucket.media.arn}/*"] },
      { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = aws_s3_bucket.logs.arn },
    ]
  })
}

resource "aws_s3_bucket_policy" "of_both" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 violation
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.media.arn, aws_s3_bucket.site.arn] }]
  })
}
