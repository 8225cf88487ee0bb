# expect: none
data "aws_iam_policy_document" "deny_root" {
  statement {
    sid       = "DenyAllButBreakGlass"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/break-glass"]
    }
  }
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}

variable "audit_account" {
  type = string
}

resource "aws_organizations_policy" "all_but_audit" {
  name = "all-but-audit"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "KeepBuckets"
      Effect   = "Deny"
      Action   = "s3:DeleteBucket"
      Resource = "*"
      Condition = {
        StringNotEquals = { "aws:PrincipalAccount" = [var.audit_account] }
        ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/admin*" }
      }
    }]
  })
}
