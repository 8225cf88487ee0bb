# Account ids that data sources look up hold no wildcard.
data "aws_cloudtrail_service_account" "main" {}

data "aws_redshift_service_account" "main" {}

variable "partner" {}

resource "aws_s3_bucket_policy" "logs" {
  bucket = "acme-logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:PutObject", Principal = { AWS = "arn:aws:iam::${data.aws_cloudtrail_service_account.main.id}:root" }, Resource = "*" },
      { Effect = "Allow", Action = "s3:PutObject", Principal = { AWS = "arn:aws:iam::${data.aws_redshift_service_account.main.id}:root" }, Resource = "*" },
      # expect: RP203 undecided var.partner
      { Effect = "Allow", Action = "s3:PutObject", Principal = { AWS = "arn:aws:iam::${var.partner}:root" }, Resource = "*" },
    ]
  })
}
