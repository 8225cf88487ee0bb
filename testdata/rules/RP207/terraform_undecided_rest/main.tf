# Part of the statements is not known: a Deny may hide there, and so may an Allow.

variable "more_statements" {
  type = any
}

variable "fences" {
  type = map(string)
}

locals {
  everyone = {
    Effect = "Allow"
    # expect: RP207 undecided var.more_statements
    Principal = { AWS = "*" }
    Action    = "sqs:SendMessage"
    Resource  = "*"
  }
  jobs = {
    Effect    = "Allow"
    Principal = { AWS = "arn:aws:iam::111122223333:role/jobs" }
    Action    = "sqs:SendMessage"
    Resource  = "*"
  }
}

resource "aws_sqs_queue_policy" "perhaps_fenced" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/perhaps-fenced"
  # expect: RP207 undecided var.more_statements
  policy = jsonencode({ Version = "2012-10-17", Statement = concat([local.everyone], var.more_statements) })
}

resource "aws_sqs_queue_policy" "perhaps_open" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/perhaps-open"
  # expect: RP207 undecided var.more_statements
  policy = jsonencode({ Version = "2012-10-17", Statement = concat([local.jobs], var.more_statements) })
}

data "aws_iam_policy_document" "perhaps_fenced" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type = "AWS"
      # expect: RP207 undecided var.fences
      identifiers = ["*"]
    }
  }
  dynamic "statement" {
    for_each = var.fences
    content {
      effect        = "Deny"
      actions       = [statement.value]
      resources     = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_sqs_queue_policy" "document" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/document"
  policy    = data.aws_iam_policy_document.perhaps_fenced.json
}
