data "aws_iam_policy_document" "force_mfa" {
  statement {
    sid       = "DenyWithoutMfa"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "Bool"
      # expect: RP702 violation "Bool does not hold for them"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }
}

resource "aws_iam_policy" "force_mfa" {
  name   = "force-mfa"
  policy = data.aws_iam_policy_document.force_mfa.json
}

# Old MFA is kept out, none at all is not.
resource "aws_iam_policy" "recent_mfa" {
  name = "recent-mfa"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      NotAction = ["iam:*MFA*"]
      Resource  = "*"
      # expect: RP702 violation "NumericGreaterThan does not hold for them, because they carry no aws:MultiFactorAuthAge"
      Condition = { NumericGreaterThan = { "aws:MultiFactorAuthAge" = "3600" } }
    }]
  })
}
