terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

# dynamic blocks, one within the other, in resources and in policy documents.
locals {
  rules = {
    http  = { port = 80, cidrs = ["10.0.0.0/8"] }
    https = { port = 443, cidrs = ["0.0.0.0/0", "192.0.2.0/24"] }
  }
  statements = [
    { sid = "A", actions = ["s3:Get*"], conditions = {} },
    {
      sid     = "B"
      actions = ["s3:Put*", "s3:Delete*"]
      conditions = {
        "aws:SourceIp"    = { test = "IpAddress", values = ["192.0.2.0/24"] }
        "aws:PrincipalArn" = { test = "ArnNotLike", values = ["arn:aws:iam::*:root"] }
      }
    },
  ]
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "web"

  dynamic "ingress" {
    for_each = local.rules
    content {
      description = ingress.key
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value.cidrs
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

data "aws_iam_policy_document" "it" {
  dynamic "statement" {
    for_each = local.statements
    iterator = entry
    content {
      sid       = entry.value.sid
      actions   = entry.value.actions
      resources = ["arn:aws:s3:::bucket-${entry.key}/*"]

      dynamic "condition" {
        for_each = entry.value.conditions
        content {
          test     = condition.value.test
          variable = condition.key
          values   = [for value in condition.value.values : "${value}"]
        }
      }
    }
  }
}

output "policy" {
  value = data.aws_iam_policy_document.it.json
}

resource "aws_s3_bucket_lifecycle_configuration" "it" {
  bucket = "example"

  dynamic "rule" {
    for_each = toset(["tmp", "logs"])
    content {
      id     = rule.value
      status = "Enabled"
      filter {
        prefix = "${rule.key}/"
      }
      expiration {
        days = length(rule.key) * 10
      }
    }
  }
}
