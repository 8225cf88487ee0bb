# Which account a provider reaches decides whether a principal is the own account.
provider "aws" {
  region = "eu-central-1"
  assume_role {
    role_arn = var.deployer
  }
}

# Differs in nothing but the Region: the same account.
provider "aws" {
  alias  = "west"
  region = "eu-west-1"
  assume_role {
    role_arn = var.deployer
  }
}

provider "aws" {
  alias  = "backup"
  region = "eu-central-1"
  assume_role {
    role_arn = var.backup_deployer
  }
}

variable "deployer" {
  type = string
}

variable "backup_deployer" {
  type = string
}

data "aws_caller_identity" "current" {}

locals {
  own_account = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
}

resource "aws_sns_topic_policy" "own" {
  arn = "arn:aws:sns:eu-central-1:111122223333:own"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = local.own_account }, Action = "sns:Publish", Resource = "*" }]
  })
}

resource "aws_sns_topic_policy" "own_in_another_region" {
  provider = aws.west
  arn      = "arn:aws:sns:eu-west-1:111122223333:own"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = local.own_account }, Action = "sns:Publish", Resource = "*" }]
  })
}

resource "aws_sns_topic_policy" "other_account" {
  provider = aws.backup
  arn      = "arn:aws:sns:eu-central-1:444455556666:other"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 undecided "the account of provider aws beside that of provider aws.backup"
      Principal = { AWS = local.own_account }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}

module "replica" {
  source    = "./replica"
  publisher = local.own_account
  providers = {
    aws = aws.backup
  }
}
