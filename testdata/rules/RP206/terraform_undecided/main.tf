variable "administrators" {
  type = list(string)
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    # expect: RP206 undecided var.administrators
    principals {
      type = "AWS"
      identifiers = var.administrators
    }
  }
}

resource "aws_kms_key" "shared" {
  policy = data.aws_iam_policy_document.key.json
}

# The whole account may be the key's own, or that of the user who may set its policy.
resource "aws_kms_key" "either" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP206 undecided "account 444455556666"
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::999988887777:user/alice" }, Action = "kms:Put*", Resource = "*" },
    ]
  })
}
