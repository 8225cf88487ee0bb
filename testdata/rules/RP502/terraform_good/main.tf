# expect: none
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_iam_role" "operator" {
  name               = "operator"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_sqs_queue_policy" "operator_only" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["sqs:SetQueueAttributes", "sqs:RemovePermission"]
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.operator.arn } }
    }]
  })
}

# The account stands in the queue's own ARN, so the role's account is it.
resource "aws_sqs_queue_policy" "by_name" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-west-1:444455556666:jobs"
      Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::444455556666:role/operator" } }
    }]
  })
}

# What a policy says of other queues than its own denies nothing.
resource "aws_sqs_queue" "rejected" {
  name = "rejected"
}

resource "aws_sqs_queue" "unnamed" {}

resource "aws_sqs_queue_policy" "about_another_name" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.rejected.arn }]
  })
}

resource "aws_sqs_queue_policy" "about_a_generated_name" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.unnamed.arn }]
  })
}

resource "aws_sqs_queue_policy" "of_a_generated_name" {
  queue_url = aws_sqs_queue.unnamed.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:*:*:jobs" }]
  })
}

variable "stage" {
  type = string
}

resource "aws_sqs_queue" "by_stage" {
  name = "accepted-${var.stage}"
}

resource "aws_sqs_queue" "returned_by_stage" {
  name = "returned-${var.stage}"
}

resource "aws_sqs_queue_policy" "about_another_beginning" {
  queue_url = aws_sqs_queue.by_stage.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.returned_by_stage.arn }]
  })
}

resource "aws_sqs_queue" "by_prefix" {
  name_prefix = "shipped-"
}

resource "aws_sqs_queue_policy" "about_another_prefix" {
  queue_url = aws_sqs_queue.by_prefix.url
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.returned_by_stage.arn }]
  })
}

resource "aws_sqs_queue_policy" "about_another_url" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "arn:aws:sqs:eu-west-1:111122223333:returns" }]
  })
}
