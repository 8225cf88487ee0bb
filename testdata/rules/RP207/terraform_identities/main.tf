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
