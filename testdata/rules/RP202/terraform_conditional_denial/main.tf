# The partner's account is kept out in some deployments only.
variable "partner_is_gone" {
  type = bool
}

resource "aws_sns_topic" "orders" {
  name = "orders"
}

data "aws_iam_policy_document" "orders" {
  statement {
    sid       = "Partner"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.orders.arn]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::210987654321:root"] # expect: RP202 violation "when not var.partner_is_gone"
    }
  }
  dynamic "statement" {
    for_each = var.partner_is_gone ? [1] : []
    content {
      sid       = "NoPartner"
      effect    = "Deny"
      actions   = ["sns:*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::210987654321:root"]
      }
    }
  }
}

resource "aws_sns_topic_policy" "orders" {
  arn    = aws_sns_topic.orders.arn
  policy = data.aws_iam_policy_document.orders.json
}
