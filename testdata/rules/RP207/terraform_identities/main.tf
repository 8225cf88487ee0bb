# Principals that are ARNs of identities, whichever: none of them is everybody.
data "aws_caller_identity" "current" {}

data "aws_iam_roles" "administrators" {
  name_regex  = "AWSReservedSSO_Administrator_.*"
  path_prefix = "/aws-reserved/sso.amazonaws.com/"
}

locals {
  administrators = tolist(data.aws_iam_roles.administrators.arns)
}

resource "aws_iam_role" "caller" {
  name = "caller"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = data.aws_caller_identity.current.arn } }]
  })
}

resource "aws_s3_bucket_policy" "administrators" {
  bucket = "company-identities"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:*", Principal = { AWS = data.aws_iam_roles.administrators.arns }, Resource = "*" },
      { Effect = "Allow", Action = "s3:*", Principal = { AWS = local.administrators }, Resource = "*" },
      { Effect = "Allow", Action = "s3:*", Principal = { AWS = local.administrators[0] }, Resource = "*" },
    ]
  })
}

data "aws_iam_policy_document" "administrators" {
  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = data.aws_iam_roles.administrators.arns
    }
  }
}

resource "aws_sqs_queue_policy" "administrators" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  policy    = data.aws_iam_policy_document.administrators.json
}

# What is made of them may be anything.
resource "aws_sqs_queue_policy" "made" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/made"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 undecided data.aws_iam_roles.administrators.arns
    Statement = [{ Effect = "Allow", Action = "sqs:*", Principal = { AWS = [for arn in local.administrators : split("/", arn)[1]] }, Resource = "*" }]
  })
}

# Beside them somebody else may stand.
resource "aws_sqs_queue_policy" "beside" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/beside"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 undecided var.others
    Statement = [{ Effect = "Allow", Action = "sqs:*", Principal = { AWS = concat(var.others, local.administrators) }, Resource = "*" }]
  })
}

variable "others" {
  type = list(string)
}

# Identities and accounts that data sources look up, and ids of roles: none of them is everyone.
data "aws_cloudfront_origin_access_identity" "site" {
  id = "E1EXAMPLE"
}

data "aws_cloudfront_origin_access_identities" "all" {}

data "aws_cloudtrail_service_account" "main" {}

data "aws_redshift_service_account" "main" {}

data "aws_billing_service_account" "main" {}

data "aws_caller_identity" "me" {}

data "aws_iam_session_context" "me" {
  arn = data.aws_caller_identity.me.arn
}

data "aws_organizations_organization" "acme" {}

resource "aws_iam_role" "publisher" {
  name = "publisher"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_s3_bucket_policy" "looked_up" {
  bucket = "acme-looked-up"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for principal in [
      data.aws_cloudfront_origin_access_identity.site.iam_arn,
      "arn:aws:iam::${data.aws_cloudtrail_service_account.main.id}:root",
      data.aws_redshift_service_account.main.arn,
      data.aws_billing_service_account.main.arn,
      data.aws_iam_session_context.me.issuer_arn,
      aws_iam_role.publisher.unique_id,
    ] : { Effect = "Allow", Action = "s3:PutObject", Principal = { AWS = principal }, Resource = "arn:aws:s3:::acme-looked-up/*" }]
  })
}

resource "aws_s3_bucket_policy" "listed" {
  bucket = "acme-listed"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = data.aws_cloudfront_origin_access_identities.all.iam_arns }, Resource = "*" },
      { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = data.aws_organizations_organization.acme.accounts[*].id }, Resource = "*" },
      { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = data.aws_organizations_organization.acme.non_master_accounts[*].id }, Resource = "*" },
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Action = "s3:GetObject", Principal = { AWS = concat(data.aws_organizations_organization.acme.accounts[*].id, ["*"]) }, Resource = "*" },
    ]
  })
}
