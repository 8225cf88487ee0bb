variable "administrators" {
  type = list(string)
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "state" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.current.account_id }
      Action    = "kms:*"
      Resource  = "*"
      # expect: RP204 undecided var.administrators
      Condition = { ArnLike = { "aws:PrincipalArn" = var.administrators } }
    }]
  })
}
