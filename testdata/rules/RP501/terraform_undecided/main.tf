variable "endpoint" { type = string }
variable "bucket_policy" { type = string }
variable "resource" { type = string }

resource "aws_s3_bucket" "vault" {
  bucket = "example-vault"
}

resource "aws_s3_bucket_policy" "endpoint" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = aws_s3_bucket.vault.arn
      # expect: RP501 undecided var.endpoint
      Condition = { StringNotEquals = { "aws:SourceVpce" = var.endpoint } }
    }]
  })
}

resource "aws_s3_bucket_policy" "all" {
  bucket = aws_s3_bucket.vault.id
  # expect: RP501 undecided var.bucket_policy
  policy = var.bucket_policy
}

resource "aws_s3_bucket_policy" "what" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP501 undecided var.resource
      Action    = "s3:*"
      Resource  = var.resource
    }]
  })
}
