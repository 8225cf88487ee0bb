data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
    condition {
      test = "StringEquals"
      # expect: RP204 violation "open to the root user alone"
      variable = "aws:PrincipalType"
      values   = ["Account"]
    }
  }
}

resource "aws_kms_key" "state" {
  policy = data.aws_iam_policy_document.key.json
}
