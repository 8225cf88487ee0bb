provider "aws" {
  region = "us-gov-west-1"
}

resource "aws_iam_policy" "listed" {
  name = "root-tasks"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoot"
      Resource  = "arn:aws-us-gov:iam::*:root"
      Condition = { ArnEquals = { "sts:TaskPolicyArn" = "arn:aws-us-gov:iam::aws:policy/root-task/S3UnlockBucketPolicy" } }
    }]
  })
}

resource "aws_iam_policy" "any_task" {
  name = "any-root-task"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP106 violation "without a list of tasks"
      Action    = "sts:AssumeRoot"
      Resource  = "*"
      Condition = { ArnLike = { "sts:TaskPolicyArn" = "arn:aws-us-gov:iam::aws:policy/root-task/*" } }
    }]
  })
}
