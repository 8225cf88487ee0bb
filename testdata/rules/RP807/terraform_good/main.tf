# Texts and booleans are kept; a document that is not merged keeps numbers, too.
# expect: none
variable "office" {}

data "aws_iam_policy_document" "reports" {
  source_policy_documents = [
    jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = "arn:aws:s3:::acme-reports/*"
        Condition = {
          NumericLessThan = { "s3:TlsVersion" = "1.2" }
          Bool            = { "aws:SecureTransport" = true }
          NotIpAddress    = { "aws:SourceIp" = var.office } # whatever it is, no number
        }
      }]
    }),
  ]
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "acme-reports"
  policy = data.aws_iam_policy_document.reports.json
}

resource "aws_s3_bucket_policy" "exports" {
  bucket = "acme-exports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::acme-exports/*"
      Condition = { NumericLessThan = { "s3:TlsVersion" = 1.2 } }
    }]
  })
}
