# expect: none

variable "accounts" {
  type    = list(string)
  default = ["111122223333", "444455556666"]
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = [for account in var.accounts : "arn:aws:iam::${account}:root"] }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::reports/*"
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::reports/*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
    ]
  })
}

variable "prefix" {
  type = string
}

resource "aws_iam_role" "reader" {
  name = "${var.prefix}-reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# No role has a wildcard in its name, whatever the prefix is.
resource "aws_s3_bucket_policy" "reader" {
  bucket = "acme-reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = [aws_iam_role.reader.arn] }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-reports/*"
    }]
  })
}
