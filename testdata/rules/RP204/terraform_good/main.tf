# expect: none
data "aws_caller_identity" "current" {}

resource "aws_iam_role" "key_admin" {
  name = "key-admin"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_kms_key" "state" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalType" = "Account" } }
      },
      { Effect = "Allow", Principal = { AWS = aws_iam_role.key_admin.arn }, Action = "kms:*", Resource = "*" },
    ]
  })
}
