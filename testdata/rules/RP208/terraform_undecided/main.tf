variable "spared" {
  type = string
}

data "aws_iam_policy_document" "vault" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::vault/*"]
    # expect: RP208 undecided var.spared
    not_principals {
      type        = "AWS"
      identifiers = ["111122223333", var.spared]
    }
  }
}

resource "aws_s3_bucket_policy" "vault" {
  bucket = "vault"
  policy = data.aws_iam_policy_document.vault.json
}
