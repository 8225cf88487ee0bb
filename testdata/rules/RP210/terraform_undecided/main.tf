variable "account" {
  type = string
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "DenyRootUser"
      Effect = "Deny"
      # expect: RP210 undecided var.account
      Principal = { AWS = "arn:aws:iam::${var.account}:root" }
      Action    = "s3:DeleteObject"
      Resource  = "arn:aws:s3:::reports/*"
    }]
  })
}
