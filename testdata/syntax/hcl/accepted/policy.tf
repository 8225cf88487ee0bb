# A small real-looking file.
locals {
  partner = "210987654321"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.partner}:root" }
      Action    = ["s3:GetObject", "s3:PutObject"]
      Resource  = "${aws_s3_bucket.logs.arn}/*"
    }]
  })
}

data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = { for k, v in var.statements : k => v if v.enabled }
    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = length(statement.value.resources) > 0 ? statement.value.resources : ["*"]
    }
  }
}
