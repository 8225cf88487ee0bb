# expect: none
data "aws_iam_policy_document" "unlock" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    condition {
      test     = "ArnEquals"
      variable = "sts:TaskPolicyArn"
      values = [
        "arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy",
        "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
      ]
    }
  }
}

resource "aws_iam_policy" "unlock" {
  policy = data.aws_iam_policy_document.unlock.json
}

# One task by its beginning is one task.
resource "aws_iam_policy" "audit" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoot"
      Resource  = "*"
      Condition = { StringLike = { "sts:TaskPolicyArn" = "*/root-task/IAMAudit*" } }
    }]
  })
}
