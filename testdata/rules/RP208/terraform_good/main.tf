# expect: none
data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "vault" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["arn:aws:s3:::vault/*"]
    not_principals {
      type = "AWS"
      identifiers = [
        "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root",
        aws_iam_role.admin.arn,
      ]
    }
  }
}

resource "aws_iam_role" "admin" {
  name               = "admin"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_s3_bucket_policy" "vault" {
  bucket = "vault"
  policy = data.aws_iam_policy_document.vault.json
}
