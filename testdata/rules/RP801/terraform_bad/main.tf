resource "aws_iam_policy" "deny_root" {
  name = "deny-root"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      # expect: RP801 violation "never applies to root users"
      Condition = { StringEquals = { "aws:userid" = "root" } }
    }]
  })
}

data "aws_iam_policy_document" "boundary" {
  statement {
    effect    = "Deny"
    actions   = ["iam:*"]
    resources = ["*"]
    # expect: RP801 violation "ask for the root user"
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:root"]
    }
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "operators" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
  inline_policy      = data.aws_iam_policy_document.boundary.json
}
