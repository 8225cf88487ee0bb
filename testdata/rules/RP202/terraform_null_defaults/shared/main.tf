variable "partner" {
  type    = string
  default = null
}

resource "aws_s3_bucket_policy" "shared" {
  bucket = "acme-shared"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 undecided "depends on var.partner"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-shared/*", Principal = { AWS = "arn:aws:iam::${var.partner}:root" } }]
  })
}
