data "aws_caller_identity" "current" {}

resource "aws_kms_key" "shared" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect = "Allow"
        # expect: RP206 violation "999988887777"
        Principal = { AWS = "arn:aws:iam::999988887777:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
    ]
  })
}

# KMS refuses nothing here, so the owner may be anybody.
resource "aws_kms_key" "unchecked" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP206 violation "444455556666"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

# Either account may be the owner, but not both: one of them is let in from outside.
resource "aws_kms_key" "two" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = { AWS = [
        # expect: RP206 undecided "whether account 444455556666 or 999988887777 is the key's own"
        "arn:aws:iam::444455556666:root",
        # expect: RP206 violation "of it and 444455556666, which may set the key's policy, at most one is the key's own account"
        "arn:aws:iam::999988887777:root",
      ] }
      Action   = "kms:*"
      Resource = "*"
    }]
  })
}
