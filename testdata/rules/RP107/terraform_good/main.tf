# expect: none
resource "aws_iam_role" "break_glass" {
  name               = "break-glass"
  assume_role_policy = "{}"
}

data "aws_iam_policy_document" "password" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    condition {
      test     = "StringEquals"
      variable = "sts:TaskPolicyArn"
      values   = ["arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"]
    }
  }
}

resource "aws_iam_policy" "password" {
  name   = "root-password"
  policy = data.aws_iam_policy_document.password.json
}

resource "aws_iam_role_policy_attachment" "password" {
  role       = aws_iam_role.break_glass.name
  policy_arn = aws_iam_policy.password.arn
}

resource "aws_iam_user_policy" "emergency" {
  user   = "emergency"
  policy = data.aws_iam_policy_document.password.json
}
