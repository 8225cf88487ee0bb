# expect: none
data "aws_iam_policy_document" "deny_root" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:*:iam::*:root"]
    }
  }
}

resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}

# White space does not count.
resource "aws_organizations_policy" "spacious" {
  name    = "spacious"
  content = format("%6000s%s", "", data.aws_iam_policy_document.deny_root.json)
}
