# Who signs in as the partner creates roles in an account that may be another one.
provider "aws" {
  region  = "eu-west-1"
  profile = "print"
}

provider "aws" {
  alias   = "partner"
  region  = "eu-west-1"
  profile = "partner"
}

data "aws_caller_identity" "current" {}

data "aws_caller_identity" "partner" {
  provider = aws.partner
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }] })
  here  = "arn:aws:iam::${data.aws_caller_identity.current.account_id}"
}

resource "aws_iam_role" "partner" {
  provider           = aws.partner
  name               = "partner-deployer"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "partner_unnamed" {
  provider           = aws.partner
  count              = 2
  assume_role_policy = local.trust
}

data "aws_iam_role" "partner" {
  provider = aws.partner
  name     = "partner-admin"
}

data "aws_iam_role" "own" {
  name = "admin"
}

resource "aws_iam_role" "deployer" {
  name               = "deployer"
  path               = "/ci/"
  assume_role_policy = local.trust
}

resource "aws_iam_user" "ada" {
  name = "ada"
}

resource "aws_s3_bucket_policy" "of_the_partner" {
  bucket = "example-a"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "aws_iam_role.partner.arn"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.partner.arn } } }]
  })
}

resource "aws_s3_bucket_policy" "of_the_partner_by_id" {
  bucket = "example-b"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "aws_iam_role.partner_unnamed[1].unique_id"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { StringNotLike = { "aws:userid" = "${aws_iam_role.partner_unnamed[1].unique_id}:*" } } }]
  })
}

resource "aws_s3_bucket_policy" "of_the_partner_without_a_name" {
  bucket = "example-c"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "aws_iam_role.partner_unnamed[0].arn"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = aws_iam_role.partner_unnamed[0].arn } } }]
  })
}

resource "aws_s3_bucket_policy" "of_the_partner_already" {
  bucket = "example-d"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "data.aws_iam_role.partner.arn"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = data.aws_iam_role.partner.arn } } }]
  })
}

# The name is one of the partner's, the account is not.
resource "aws_s3_bucket_policy" "name_of_the_partner" {
  bucket = "example-e"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "role/partner-deployer"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "${local.here}:role/partner-deployer" } } }]
  })
}

resource "aws_s3_bucket_policy" "without_the_path" {
  bucket = "example-f"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "role/deployer"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "${local.here}:role/deployer" } } }]
  })
}

resource "aws_s3_bucket_policy" "a_user_of_that_name" {
  bucket = "example-g"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "user/ci/deployer"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "${local.here}:user/ci/deployer" } } }]
  })
}

# Roles have no user name.
resource "aws_s3_bucket_policy" "user_name_of_a_role" {
  bucket = "example-h"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided deployer
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { StringNotEquals = { "aws:username" = "deployer" } } }]
  })
}

# The code creates none in that partition.
resource "aws_s3_bucket_policy" "another_partition" {
  bucket = "example-i"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "role/ci/deployer"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws-us-gov:iam::${data.aws_caller_identity.current.account_id}:role/ci/deployer" } } }]
  })
}

resource "aws_s3_bucket_policy" "listed_without_the_account" {
  bucket = "example-j"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "role/ci/deployer without its account"
    Statement = [{ Effect = "Deny", NotPrincipal = { AWS = aws_iam_role.deployer.arn }, Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_s3_bucket_policy" "listed_with_another_account" {
  bucket = "example-k"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP501 undecided "role/ci/deployer without its account"
    Statement = [{ Effect = "Deny", NotPrincipal = { AWS = [aws_iam_role.deployer.arn, "arn:aws:iam::444455556666:root"] }, Action = "s3:*", Resource = "*" }]
  })
}

# The whole ARN is that of a role or user of the code.
resource "aws_s3_bucket_policy" "with_the_path" {
  bucket = "example-l"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "${local.here}:role/ci/deployer" } } }]
  })
}

resource "aws_s3_bucket_policy" "user_name_of_a_user" {
  bucket = "example-m"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { StringNotEquals = { "aws:username" = "ada" } } }]
  })
}

resource "aws_s3_bucket_policy" "listed_with_the_account" {
  bucket = "example-n"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", NotPrincipal = { AWS = [aws_iam_role.deployer.arn, "${local.here}:root"] }, Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_s3_bucket_policy" "own_already" {
  bucket = "example-o"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = data.aws_iam_role.own.arn } } }]
  })
}

# The bucket is the partner's as well.
resource "aws_s3_bucket_policy" "the_partners_own" {
  provider = aws.partner
  bucket   = "example-p"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = {
      ArnNotEquals = { "aws:PrincipalArn" = [aws_iam_role.partner.arn, aws_iam_role.partner_unnamed[0].arn, data.aws_iam_role.partner.arn] }
    } }]
  })
}

resource "aws_s3_bucket_policy" "the_partners_own_by_name" {
  provider = aws.partner
  bucket   = "example-q"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { ArnNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::${data.aws_caller_identity.partner.account_id}:role/partner-deployer" } } }]
  })
}
