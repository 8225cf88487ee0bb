# A role whose name begins or ends with that of a role of the code is another one, which nobody may have made.
data "aws_caller_identity" "current" {}

resource "aws_iam_role" "deployer" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

locals {
  roles = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role"
}

resource "aws_s3_bucket_policy" "arn" {
  bucket = "acme-arn"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-arn", "arn:aws:s3:::acme-arn/*"]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = aws_iam_role.deployer.arn } }
    }]
  })
}

resource "aws_s3_bucket_policy" "name" {
  bucket = "acme-name"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-name", "arn:aws:s3:::acme-name/*"]
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "${local.roles}/${aws_iam_role.deployer.name}" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "begins" {
  bucket = "acme-begins"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-begins", "arn:aws:s3:::acme-begins/*"]
      # expect: RP501 undecided "aws_iam_role.deployer"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "${aws_iam_role.deployer.arn}-admin" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "ends" {
  bucket = "acme-ends"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-ends", "arn:aws:s3:::acme-ends/*"]
      # expect: RP501 undecided "aws_iam_role.deployer"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = "${local.roles}/admin-${aws_iam_role.deployer.name}" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "session" {
  bucket = "acme-session"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::acme-session", "arn:aws:s3:::acme-session/*"]
      Condition = { StringNotLike = { "aws:userid" = "${aws_iam_role.deployer.unique_id}:*" } }
    }]
  })
}
