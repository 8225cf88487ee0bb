# Read with another account's credentials, it may be the organization of somebody else.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias   = "partner"
  region  = "eu-west-1"
  profile = "partner"
}

data "aws_organizations_organization" "own" {}

data "aws_organizations_organization" "partner" {
  provider = aws.partner
}

resource "aws_sqs_queue_policy" "own" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/own"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_organizations_organization.own.accounts[*].id }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue_policy" "partner" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/partner"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_organizations_organization.partner.accounts[*].id } # expect: RP202 undecided
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue_policy" "bounded" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/bounded"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::999988887777:root" } # expect: RP202 undecided
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = data.aws_organizations_organization.partner.id } }
    }]
  })
}
