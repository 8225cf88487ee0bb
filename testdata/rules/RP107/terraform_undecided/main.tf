variable "tasks" {
  type = list(string)
}

resource "aws_iam_role_policy" "open" {
  role = "operator"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRoot"
      Resource = "arn:aws:iam::*:root"
      # expect: RP107 undecided var.tasks
      Condition = { StringEquals = { "sts:TaskPolicyArn" = var.tasks } }
    }]
  })
}
