# Terraform refuses null in a template: whoever deploys this gives the variable a value.
variable "partner" {
  type    = string
  default = null
}

variable "guest" {
  type    = string
  default = null
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "acme-reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP202 undecided "depends on var.partner"
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-reports/*", Principal = { AWS = "arn:aws:iam::${var.partner}:root" } },
      # expect: RP202 undecided "depends on var.guest"
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-reports/*", Principal = { AWS = format("arn:aws:iam::%s:root", var.guest) } },
      # Of a role it is no matter whose it is.
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-reports/*", Principal = { AWS = "arn:aws:iam::${var.guest}:role/reader" } },
    ]
  })
}

# Where the error is caught, the default counts.
resource "aws_s3_bucket_policy" "caught" {
  bucket = "acme-caught"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP202 violation "999988887777"
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-caught/*", Principal = { AWS = try("arn:aws:iam::${var.partner}:root", "999988887777") } },
    ]
  })
}

module "shared" {
  source  = "./shared"
  partner = var.partner
}

# The verb %v takes null.
resource "aws_s3_bucket_policy" "printed" {
  bucket = "acme-printed"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP202 violation "999988887777"
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-printed/*", Principal = { AWS = trimsuffix(format("999988887777%v", var.partner), "null") } },
    ]
  })
}
