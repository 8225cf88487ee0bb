# Who signs in as the partner creates roles in an account that may be another one.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias   = "partner"
  region  = "eu-west-1"
  profile = "partner"
}

data "aws_caller_identity" "current" {}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role" "partner" {
  provider           = aws.partner
  name               = "operator"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "operator" {
  name               = "operator"
  path               = "/queues/"
  assume_role_policy = local.trust
}

resource "aws_sqs_queue" "of_the_partner" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "aws_iam_role.partner.arn"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.partner.arn } } }]
  })
}

resource "aws_sqs_queue" "without_the_path" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP502 undecided "role/operator"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/operator" } } }]
  })
}

resource "aws_sqs_queue" "with_the_path" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/queues/operator" } } }]
  })
}
