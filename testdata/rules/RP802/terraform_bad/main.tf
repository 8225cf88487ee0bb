data "aws_caller_identity" "me" {}

locals {
  account = data.aws_caller_identity.me.account_id
}

data "aws_iam_policy_document" "topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
    principals {
      type = "AWS"
      # expect: RP802 violation "the colon between the account and root is missing"
      identifiers = ["arn:aws:iam::${local.account}root"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  arn    = "arn:aws:sns:us-east-1:111122223333:alerts"
  policy = data.aws_iam_policy_document.topic.json
}
