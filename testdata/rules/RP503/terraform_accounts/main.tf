# Who signs in as the partner creates roles in an account that may be another one.
provider "aws" {
  region = "eu-west-1"
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
}

resource "aws_iam_role" "partner" {
  provider           = aws.partner
  name               = "key-admin"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "partner_unnamed" {
  provider           = aws.partner
  assume_role_policy = local.trust
}

resource "aws_iam_role" "key_admin" {
  name               = "key-admin"
  path               = "/keys/"
  assume_role_policy = local.trust
}

resource "aws_kms_key" "account_of_the_partner" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "data.aws_caller_identity.partner.account_id"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.partner.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  })
}

# KMS would refuse the policy if the account were another one.
resource "aws_kms_key" "account_that_is_checked" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.partner.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "of_the_partner" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "aws_iam_role.partner.arn"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.partner.arn }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "of_the_partner_without_a_name" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided aws_iam_role.partner_unnamed
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.partner_unnamed.arn }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "without_the_path" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "role/key-admin"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/key-admin" }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "with_the_path" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/keys/key-admin" }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "the_partners_own" {
  provider                           = aws.partner
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.partner.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  })
}
