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
