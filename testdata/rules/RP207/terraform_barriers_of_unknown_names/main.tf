# Names that are not known are still names of one and the same bucket or domain.
variable "environment" {
  type = string
}

variable "service" {
  type = string
}

variable "public" {
  type = bool
}

resource "aws_s3_bucket" "docs" {
  bucket = "acme-${var.environment}-docs"
}

resource "aws_s3_bucket_public_access_block" "docs" {
  bucket                  = aws_s3_bucket.docs.id
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "docs" {
  bucket = aws_s3_bucket.docs.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "public access block stops it"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.docs.arn}/*" }]
  })
}

resource "aws_s3_bucket" "site" {
  bucket = "acme-${var.environment}-site"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "Block Public Access is on until somebody switches it off"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.site.arn}/*" }]
  })
}

# Policy and block under one condition.
resource "aws_s3_bucket" "drafts" {
  count  = var.public ? 1 : 0
  bucket = "acme-drafts"
}

resource "aws_s3_bucket_public_access_block" "drafts" {
  count                   = var.public ? 1 : 0
  bucket                  = aws_s3_bucket.drafts[0].id
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "drafts" {
  count  = var.public ? 1 : 0
  bucket = aws_s3_bucket.drafts[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "public access block stops it"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.drafts[0].arn}/*" }]
  })
}

# The block is there under the condition only.
resource "aws_s3_bucket" "pages" {
  bucket = "acme-pages"
}

resource "aws_s3_bucket_public_access_block" "pages" {
  count                   = var.public ? 0 : 1
  bucket                  = aws_s3_bucket.pages.id
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "pages" {
  bucket = aws_s3_bucket.pages.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation critical
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.pages.arn}/*" }]
  })
}

resource "aws_opensearch_domain" "search" {
  domain_name = var.service
  vpc_options {
    subnet_ids = ["subnet-0a1b2c3d4e5f60718"]
  }
}

resource "aws_opensearch_domain_policy" "search" {
  domain_name = aws_opensearch_domain.search.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "only the network of the domain's VPC stops it"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:ESHttpGet", Resource = "${aws_opensearch_domain.search.arn}/*" }]
  })
}
