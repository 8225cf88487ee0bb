variable "readers" {
  type = map(string)
}

resource "aws_kms_key" "this" {
  for_each    = var.readers
  description = "archive of ${each.key}"
  policy      = data.aws_iam_policy_document.key[each.key].json
}

data "aws_iam_policy_document" "key" {
  for_each = var.readers
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${each.value}:root"]
    }
  }
}
