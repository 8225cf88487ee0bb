# expect: none
data "aws_iam_policy_document" "readers" {
  statement {
    actions   = ["dynamodb:BatchGetItem", "dynamodb:Query"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "readers" {
  name   = "readers"
  policy = data.aws_iam_policy_document.readers.json
}
