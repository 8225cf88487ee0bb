data "aws_caller_identity" "me" {}

resource "aws_s3_bucket_policy" "vault" {
  bucket = "vault"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::vault", "arn:aws:s3:::vault/*"]
      # expect: RP208 violation "denies everybody but the root user"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" } }
    }]
  })
}
