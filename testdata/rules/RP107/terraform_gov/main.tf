# Which partition this is, nobody says; the ARNs do.
resource "aws_iam_policy" "password" {
  name = "root-password"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRoot"
      Resource = "arn:aws-us-gov:iam::*:root"
      # expect: RP107 violation "IAMCreateRootUserPassword"
      Condition = { ArnEquals = { "sts:TaskPolicyArn" = "arn:aws-us-gov:iam::aws:policy/root-task/IAMCreateRootUserPassword" } }
    }]
  })
}
