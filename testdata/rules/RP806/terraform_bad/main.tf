data "aws_iam_policy_document" "reports" {
  source_policy_documents = [
    jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid    = "Reader"
        Effect = "Allow"
        # expect: RP806 violation "makes "*" of a Principal that is a text"
        Principal = "arn:aws:iam::111122223333:role/reader"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::acme-reports/*"
      }]
    }),
  ]
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "acme-reports"
  policy = data.aws_iam_policy_document.reports.json
}
