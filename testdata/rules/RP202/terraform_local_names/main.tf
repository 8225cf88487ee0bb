# Two names for one provider: Terraform warns and takes it. Whose account the second one reaches, only its own block tells.
terraform {
  required_providers {
    aws     = { source = "hashicorp/aws" }
    amazon  = { source = "hashicorp/aws" }
    partner = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  profile = "acme"
}

provider "amazon" {
  profile = "somebody"
}

provider "partner" {
  assume_role {
    role_arn = "arn:aws:iam::999988887777:role/deploy"
  }
}

provider "awscc" {
  profile = "somebody-else"
}

data "aws_caller_identity" "own" {}

data "aws_caller_identity" "amazon" {
  provider = amazon
}

data "aws_caller_identity" "partner" {
  provider = partner
}

resource "aws_sqs_queue_policy" "own" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/own"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.own.account_id }, Action = "sqs:*", Resource = "*" }]
  })
}

resource "aws_sqs_queue_policy" "amazon" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/amazon"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 undecided "the account of provider aws.amazon"
    Statement = [{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.amazon.account_id }, Action = "sqs:*", Resource = "*" }]
  })
}

resource "aws_sqs_queue_policy" "partner" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/partner"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 violation "999988887777"
    Statement = [{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.partner.account_id }, Action = "sqs:*", Resource = "*" }]
  })
}

resource "awscc_sqs_queue_policy" "other_provider" {
  queues = ["https://sqs.eu-central-1.amazonaws.com/111122223333/other"]
  policy_document = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 undecided "the account of provider"
    Statement = [{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.own.account_id }, Action = "sqs:*", Resource = "*" }]
  })
}
