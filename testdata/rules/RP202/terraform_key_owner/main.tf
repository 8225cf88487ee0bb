# The account is written out, and it is the key's own: KMS refuses a policy under which the account that sets it
# cannot set it again.
resource "aws_kms_key" "own" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect = "Allow"
        # expect: RP202 violation "kms:Encrypt"
        Principal = { AWS = "arn:aws:iam::999988887777:root" }
        Action    = "kms:Encrypt"
        Resource  = "*"
      },
    ]
  })
}

# Nothing is refused here, so the owner may be anybody.
resource "aws_kms_key" "unchecked" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 violation "kms:Decrypt"
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
        # expect: RP202 undecided "whether account 444455556666 or 999988887777 is the key's own"
        "arn:aws:iam::444455556666:root",
        # expect: RP202 violation "at most one is the key's own account"
        "arn:aws:iam::999988887777:root",
      ] }
      Action   = "kms:*"
      Resource = "*"
    }]
  })
}
