# Of two conditions the one that does not hold for access keys is to blame.
resource "aws_iam_group_policy" "operators" {
  group = "operators"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "AskForYoungMfa"
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" }
        # expect: RP702 violation "NumericGreaterThan does not hold for them, because they carry no aws:MultiFactorAuthAge; for example iam:CreateAccessKey by arn:aws:iam::111122223333:user/example"
        NumericGreaterThan = { "aws:MultiFactorAuthAge" = "3600" }
      }
    }]
  })
}
