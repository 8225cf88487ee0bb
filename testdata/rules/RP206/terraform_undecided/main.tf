variable "administrators" {
  type = list(string)
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    # expect: RP206 undecided var.administrators
    principals {
      type = "AWS"
      identifiers = var.administrators
    }
  }
}

resource "aws_kms_key" "shared" {
  policy = data.aws_iam_policy_document.key.json
}
