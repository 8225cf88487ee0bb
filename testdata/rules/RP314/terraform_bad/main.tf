data "aws_iam_policy_document" "deny_root" {
  statement {
    sid       = "DenyRootUser"
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "ArnNotLike"
      # expect: RP314 violation "spare every root user"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:*"]
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

# Whichever account is left out, root users of all others are spared.
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
        # expect: RP314 violation "KeepBuckets spare every root user"
        ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:*" }
      }
    }]
  })
}
