variable "readers" {
  description = "ARN pattern of the roles that may read the sales reports"
  type        = string
}

resource "aws_s3_bucket" "sales" {
  bucket = "fernhill-sales"
}

resource "aws_s3_bucket_policy" "sales" {
  bucket = aws_s3_bucket.sales.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Readers"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.sales.arn}/*"
      Condition = { ArnLike = { "aws:PrincipalArn" = var.readers } }
    }]
  })
}
