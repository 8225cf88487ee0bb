# expect: none
resource "aws_iam_role" "admin" {
  name               = "admin"
  assume_role_policy = "{}"
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "vault" {
  bucket = "acme-vault"
}

resource "aws_s3_bucket_policy" "vault" {
  bucket = aws_s3_bucket.vault.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "${aws_s3_bucket.vault.arn}/*"
      Condition = {
        StringNotLike = { "aws:userId" = ["${aws_iam_role.admin.unique_id}:*", data.aws_caller_identity.current.account_id] }
      }
    }]
  })
}
