variable "account" {
  type = string
}

variable "statements" {
  type = list(any)
}

data "aws_caller_identity" "current" {}

# Whichever account it is, it is its root user.
resource "aws_s3_bucket_policy" "some_account" {
  bucket = "some-account"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "*"
      # expect: RP208 violation "statement 1 denies everybody but the root user"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::${var.account}:root" } }
    }]
  })
}

# Others may deny it to root users, too.
resource "aws_s3_bucket_policy" "beside_others" {
  bucket = "beside-others"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "*"
      # expect: RP208 undecided "var.statements"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" } }
    }], var.statements)
  })
}
