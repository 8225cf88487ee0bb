data "aws_iam_policy_document" "public" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.site.arn}/*"]
    principals {
      type = "*"
      # expect: RP207 violation "anyone may s3:GetObject"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket" "site" {
  bucket = "acme-site"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = data.aws_iam_policy_document.public.json
}

resource "aws_s3_bucket" "blocked" {
  bucket = "acme-blocked"
}

resource "aws_s3_bucket_public_access_block" "blocked" {
  bucket                  = aws_s3_bucket.blocked.id
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "blocked" {
  bucket = aws_s3_bucket.blocked.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "only the bucket's public access block"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.blocked.arn}/*"
    }]
  })
}

# Fine-grained access control asks every caller who he is.
resource "aws_opensearch_domain" "fine_grained" {
  domain_name = "fine-grained"
  advanced_security_options {
    enabled                = true
    anonymous_auth_enabled = false
    master_user_options {
      master_user_arn = "arn:aws:iam::111122223333:role/search-admin"
    }
  }
}

resource "aws_opensearch_domain_policy" "fine_grained" {
  domain_name = aws_opensearch_domain.fine_grained.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "only the domain's fine-grained access control stops"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "es:ESHttp*", Resource = "${aws_opensearch_domain.fine_grained.arn}/*" }]
  })
}

# Two blocks of one name are one queue.
resource "aws_sqs_queue" "managed" {
  name = "retries"
}

resource "aws_sqs_queue" "imported" {
  name = "retries"
}

resource "aws_sqs_queue_policy" "managed" {
  queue_url = aws_sqs_queue.managed.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "anyone may sqs:SendMessage"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = aws_sqs_queue.imported.arn }]
  })
}

resource "aws_s3_bucket" "old_address" {
  bucket = "acme-downloads"
}

resource "aws_s3_bucket" "new_address" {
  bucket = "acme-downloads"
}

resource "aws_s3_bucket_policy" "new_address" {
  bucket = aws_s3_bucket.new_address.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "arn:aws:s3:::acme-downloads/x"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.old_address.arn}/*" }]
  })
}
