data "aws_caller_identity" "current" {}

locals {
  account = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
}

resource "aws_kms_key" "other" {}

resource "aws_kms_key" "logs" {}

# The statement says nothing of this key.
resource "aws_kms_key_policy" "logs" {
  key_id = aws_kms_key.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP503 violation "leaves no user or role of its account"
      Principal = { AWS = local.account }
      Action    = "kms:*"
      Resource  = aws_kms_key.other.arn
    }]
  })
}

resource "aws_kms_key_policy" "other" {
  key_id = aws_kms_key.other.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = local.account }
      Action    = "kms:*"
      Resource  = aws_kms_key.other.arn
    }]
  })
}

# Nor does this denial.
resource "aws_kms_key" "data" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = local.account }, Action = "kms:*", Resource = "*" },
      { Effect = "Deny", Principal = "*", Action = "kms:*", Resource = aws_kms_key.other.arn }
    ]
  })
}
