# expect: none
resource "aws_iam_role" "break_glass" {
  name                = "break-glass"
  assume_role_policy  = "{}"
  managed_policy_arns = [aws_iam_policy.password.arn]
}

resource "aws_iam_policy" "password" {
  name = "root-password"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoot"
      Resource  = "arn:aws:iam::*:root"
      Condition = { StringEquals = { "sts:TaskPolicyArn" = "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword" } }
    }]
  })
}
