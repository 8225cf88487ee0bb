# Documents that nothing of this code attaches: whatever does so is elsewhere.
data "aws_iam_policy_document" "exported" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["arn:aws:sns:eu-west-1:111122223333:alerts"]
    principals {
      type = "AWS"
      # expect: RP207 violation "sns:Publish"
      identifiers = ["*"]
    }
  }
}

output "exported" {
  value = data.aws_iam_policy_document.exported.json
}

# It may be that of a VPC endpoint.
data "aws_iam_policy_document" "everything" {
  statement {
    actions   = ["*"]
    resources = ["*"]
    principals {
      type = "*"
      # expect: RP207 undecided "VPC endpoint"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "confined" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["arn:aws:sns:eu-west-1:111122223333:alerts"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }
  }
}

# Reported where it is used, and once.
data "aws_iam_policy_document" "used" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.orders.arn]
    principals {
      type = "AWS"
      # expect: RP207 violation "sqs:SendMessage"
      identifiers = ["*"]
    }
  }
}

locals {
  used = data.aws_iam_policy_document.used.json
}

resource "aws_sqs_queue" "orders" {
  name   = "orders"
  policy = local.used
}

# What is not deployed is no matter.
data "aws_iam_policy_document" "off" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_sqs_queue" "off" {
  count  = 0
  name   = "off"
  policy = data.aws_iam_policy_document.off.json
}
