# What a module that is not on disk adds to the policy of its key is not known.
data "aws_caller_identity" "current" {}

module "key" {
  source  = "example/kms/aws"
  version = "~> 1.0"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
      # expect: RP204 undecided "module key"
      Condition = { StringEquals = { "aws:PrincipalType" = "Account" } }
    }]
  })
}
