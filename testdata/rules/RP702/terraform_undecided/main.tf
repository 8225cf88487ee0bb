variable "present" {
  type = string
}

resource "aws_iam_policy" "force_mfa" {
  name = "force-mfa"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      # expect: RP702 undecided var.present
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = var.present } }
    }]
  })
}
