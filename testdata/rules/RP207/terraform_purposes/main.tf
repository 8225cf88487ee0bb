# What is for everyone by its nature, and conditions that name one thing, whatever their wildcards.
resource "aws_ecrpublic_repository" "tools" {
  repository_name = "tools"
}

resource "aws_ecrpublic_repository_policy" "pull" {
  repository_name = aws_ecrpublic_repository.tools.repository_name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr-public:BatchGetImage", "ecr-public:GetDownloadUrlForLayer"] }]
  })
}

resource "aws_ecrpublic_repository_policy" "push" {
  repository_name = aws_ecrpublic_repository.tools.repository_name
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "ecr-public:PutImage"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr-public:PutImage", "ecr-public:BatchGetImage"] }]
  })
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

resource "aws_sns_topic_policy" "by_mail" {
  arn = aws_sns_topic.alerts.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      # expect: RP207 violation "only what its condition on sns:Endpoint admits can subscribe"
      Principal = { AWS = "*" }
      Action    = ["sns:Subscribe", "sns:Receive"]
      Resource  = aws_sns_topic.alerts.arn
      Condition = { StringLike = { "sns:Endpoint" = ["*@acme.example", "oncall@acme.example"] }, StringEquals = { "sns:Protocol" = "email" } }
    }]
  })
}

resource "aws_s3_bucket" "invoices" {
  bucket = "acme-invoices"
}

resource "aws_sns_topic" "invoices" {
  name = "invoices"
}

resource "aws_sns_topic_policy" "from_one_bucket" {
  arn = aws_sns_topic.invoices.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.invoices.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:*:*:${aws_s3_bucket.invoices.bucket}" } }
    }]
  })
}

resource "aws_sns_topic" "all_invoices" {
  name = "all-invoices"
}

resource "aws_sns_topic_policy" "from_any_bucket" {
  arn = aws_sns_topic.all_invoices.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      # expect: RP207 violation "sns:Publish"
      Principal = { AWS = "*" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.all_invoices.arn
      Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:*:*:acme-*" } }
    }]
  })
}

variable "site" {
  type = string
}

# Every client chooses what it says of itself.
resource "aws_s3_bucket_policy" "referer" {
  bucket = aws_s3_bucket.invoices.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      # expect: RP207 violation "s3:GetObject"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.invoices.arn}/*"
      Condition = { StringLike = { "aws:Referer" = "https://${var.site}.acme.example/*" } }
    }]
  })
}

variable "partners" {
  type = list(string)
}

# A policy that is not given is none.
resource "aws_s3_bucket_policy" "partners" {
  bucket = aws_s3_bucket.invoices.id
  policy = length(var.partners) > 0 ? data.aws_iam_policy_document.partners.json : null
}

data "aws_iam_policy_document" "partners" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.invoices.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
}
