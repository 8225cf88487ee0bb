data "aws_iam_policy_document" "reports" {
  source_policy_documents = [
    jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "FreshMfa"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:role/reader" }
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::acme-reports/*"
          Condition = {
            # expect: RP807 violation "drops the number under aws:MultiFactorAuthAge, and the condition with it: the merged statement allows"
            NumericLessThan = { "aws:MultiFactorAuthAge" = 3600 }
          }
        },
        {
          Sid       = "OldTls"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::acme-reports/*"
          Condition = {
            # expect: RP807 violation "the merged statement denies"
            NumericLessThan = { "s3:TlsVersion" = 1.2 }
          }
        },
      ]
    }),
  ]
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "acme-reports"
  policy = data.aws_iam_policy_document.reports.json
}
