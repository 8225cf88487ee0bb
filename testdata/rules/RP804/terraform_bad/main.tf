data "aws_iam_policy_document" "readers" {
  statement {
    # expect: RP804 violation "dynamodb:BatchGetItem is near"
    actions   = ["dynamodb:BatchGetItems", "dynamodb:GetItem"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "readers" {
  name   = "readers"
  policy = data.aws_iam_policy_document.readers.json
}
