# Modules that nobody installed: policies among their arguments are read all the same.

data "aws_iam_policy_document" "partner" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-reports/*"]
    principals {
      type = "AWS"
      # expect: RP202 violation "999988887777"
      identifiers = ["arn:aws:iam::999988887777:root"]
    }
  }
}

module "bucket" {
  source        = "terraform-aws-modules/s3-bucket/aws"
  version       = "4.1.0"
  bucket        = "acme-reports"
  attach_policy = true
  policy        = data.aws_iam_policy_document.partner.json
}

module "queue" {
  source = "git::https://example.com/modules.git//queue?ref=v1"
  queues = [{
    name = "jobs"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow"
        # expect: RP202 violation "666655554444"
        Principal = { AWS = "666655554444" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
      }]
    })
  }]
}
