# What stands between is found by reference, whatever the name is and under whatever condition it is there.
variable "environment" {}
variable "domain" {}
variable "enabled" { type = bool }
variable "production" { type = bool }

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
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.docs.arn}/*"
    }]
  })
}

# Another bucket of a name that is not known, either.
resource "aws_s3_bucket" "site" {
  bucket = "acme-${var.environment}-site"
}

resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.site.arn}/*"
    }]
  })
}

# Bucket, block and policy are there together or not at all.
resource "aws_s3_bucket" "drafts" {
  count  = var.enabled ? 1 : 0
  bucket = "acme-drafts"
}

resource "aws_s3_bucket_public_access_block" "drafts" {
  count                   = var.enabled ? 1 : 0
  bucket                  = aws_s3_bucket.drafts[0].id
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "drafts" {
  count  = var.enabled ? 1 : 0
  bucket = aws_s3_bucket.drafts[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-drafts/*"
    }]
  })
}

# A block that is there only sometimes stops nothing when it is not.
resource "aws_s3_bucket" "open" {
  bucket = "acme-open"
}

resource "aws_s3_bucket_public_access_block" "open" {
  count               = var.production ? 1 : 0
  bucket              = aws_s3_bucket.open.id
  block_public_policy = true
}

resource "aws_s3_bucket_policy" "open" {
  bucket = aws_s3_bucket.open.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.open.arn}/*"
    }]
  })
}

# The bucket's name and its block stand in a module.
module "site" {
  source = "./site"
  name   = "acme-${var.environment}-press"
}

resource "aws_s3_bucket_policy" "press" {
  bucket = module.site.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${module.site.arn}/*"
    }]
  })
}

resource "aws_opensearch_domain" "search" {
  domain_name = var.domain
  vpc_options {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

resource "aws_opensearch_domain_policy" "search" {
  domain_name = aws_opensearch_domain.search.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "es:ESHttpGet"
      Resource  = "${aws_opensearch_domain.search.arn}/*"
    }]
  })
}

resource "aws_opensearch_domain" "new" {
  count       = var.enabled ? 1 : 0
  domain_name = "new"
  vpc_options {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

resource "aws_opensearch_domain_policy" "new" {
  count       = var.enabled ? 1 : 0
  domain_name = aws_opensearch_domain.new[0].domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "es:ESHttpGet"
      Resource  = "arn:aws:es:eu-west-1:111122223333:domain/new/*"
    }]
  })
}

# By its name alone the policy may hang on a domain that is there when this one is not.
resource "aws_opensearch_domain" "old" {
  count       = var.production ? 1 : 0
  domain_name = "old"
  vpc_options {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
}

resource "aws_opensearch_domain_policy" "old" {
  domain_name = "old"
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "es:ESHttpGet"
      Resource  = "arn:aws:es:eu-west-1:111122223333:domain/old/*"
    }]
  })
}

# What is given to a module that nobody installed.
module "analytics" {
  source = "terraform-aws-modules/opensearch/aws"

  vpc_options = {
    subnet_ids = ["subnet-0a1b2c3d"]
  }
  access_policy_statements = [{
    effect = "Allow"
    principals = [{
      type = "*"
      # expect: RP207 violation "medium"
      identifiers = ["*"]
    }]
    actions   = ["es:*"]
    resources = ["*"]
  }]
}
