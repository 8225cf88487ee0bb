# expect: none
data "aws_caller_identity" "current" {}

resource "aws_organizations_account" "security" {
  name  = "security"
  email = "aws+security@acme.example"
}

resource "aws_kms_key" "shared" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:role/reader" }, Action = "kms:Decrypt", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = aws_organizations_account.security.id }, Action = "kms:*", Resource = "*" },
    ]
  })
}

# Written out, and the key's own: KMS refuses a policy under which the account that sets it cannot set it again.
resource "aws_kms_key" "own" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "kms:*", Resource = "*" }]
  })
}

# Everyone of the account is of the account.
resource "aws_kms_key" "by_caller" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "kms:*"
        Resource  = "*"
        Condition = { StringEquals = { "kms:CallerAccount" = "444455556666" } }
      },
    ]
  })
}
