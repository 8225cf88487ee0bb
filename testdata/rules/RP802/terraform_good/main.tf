# expect: none
data "aws_caller_identity" "me" {}

variable "partner" {
  type = string
}

data "aws_iam_policy_document" "topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
    principals {
      type = "AWS"
      identifiers = [
        "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root",
        "arn:aws:iam::${var.partner}:root",
      ]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = data.aws_iam_policy_document.topic.json
}
