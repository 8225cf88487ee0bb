data "aws_iam_policy_document" "password" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    # expect: RP107 violation "IAMCreateRootUserPassword"
    condition {
      test     = "StringEquals"
      variable = "sts:TaskPolicyArn"
      values   = ["arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"]
    }
  }
}

# Attached to nothing that anybody can see.
resource "aws_iam_policy" "password" {
  policy = data.aws_iam_policy_document.password.json
}
