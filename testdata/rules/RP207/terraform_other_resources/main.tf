# Policies of one bucket whose statements are about another: nobody gets anything.
resource "aws_s3_bucket" "site" {}

resource "aws_s3_bucket" "media" {}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}

resource "aws_s3_bucket" "parts" {
  count = 2
}

resource "aws_s3_bucket_policy" "of_generated_names" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.media.arn, "${aws_s3_bucket.media.arn}/*"] },
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = ["${aws_s3_bucket.media.arn}/*", "${aws_s3_bucket.site.arn}/*"] },
    ]
  })
}

resource "aws_s3_bucket_policy" "of_written_names" {
  bucket = aws_s3_bucket.logs.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.reports.arn}/*" },
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.media.arn}/*" },
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.logs.arn}/*" },
    ]
  })
}

resource "aws_s3_bucket_policy" "of_one_of_several" {
  bucket = aws_s3_bucket.parts[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "anyone may s3:GetObject"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.parts[1].arn}/*" }]
  })
}
