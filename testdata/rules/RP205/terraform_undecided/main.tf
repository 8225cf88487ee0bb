variable "external_id" {
  type = string
}

variable "policies" {
  type = set(string)
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 undecided var.external_id
      Principal = { AWS = "999988887777" }
      Condition = { StringLike = { "sts:ExternalId" = var.external_id } }
    }]
  })
}

resource "aws_iam_role" "worker" {
  name                = "worker"
  managed_policy_arns = var.policies
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 undecided var.policies
      Principal = { AWS = data.aws_caller_identity.current.account_id }
    }]
  })
}

variable "management_account_id" {
  type    = string
  default = "444455556666"
}

resource "aws_iam_role" "execution" {
  name = "execution"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 undecided "whether 444455556666 is the organization's management account"
      Principal = { AWS = var.management_account_id }
    }]
  })
}
