# One role has the policy by an attachment and is listed; the other lists the policy itself, and is not.
resource "aws_iam_role" "break_glass" {
  name               = "break-glass"
  assume_role_policy = "{}"
}

resource "aws_iam_role" "developer" {
  name                = "developer"
  assume_role_policy  = "{}"
  managed_policy_arns = [aws_iam_policy.password.arn]
}

resource "aws_iam_policy" "password" {
  name = "root-password"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRoot"
      Resource = "arn:aws:iam::*:root"
      # expect: RP107 violation "IAMCreateRootUserPassword"
      Condition = { StringEquals = { "sts:TaskPolicyArn" = "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "password" {
  role       = aws_iam_role.break_glass.name
  policy_arn = aws_iam_policy.password.arn
}
