variable "tasks" {
  type = list(string)
}

resource "aws_iam_policy" "open" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP106 undecided var.tasks
      Action    = "sts:AssumeRoot"
      Resource  = "arn:aws:iam::*:root"
      Condition = { StringLike = { "sts:TaskPolicyArn" = var.tasks } }
    }]
  })
}
