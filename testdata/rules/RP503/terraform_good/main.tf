# expect: none
data "aws_caller_identity" "current" {}

resource "aws_iam_role" "key_admin" {
  name               = "key-admin"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_kms_key" "by_default" {}

resource "aws_kms_key" "account" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "role" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.key_admin.arn }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "role_by_name" {
  bypass_policy_lockout_safety_check = false
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/key-admin" }, Action = "kms:*", Resource = "*" }]
  })
}

# Whatever its name turns out to be, the code makes the role.
variable "team_name" {
  type = string
}

resource "aws_iam_role" "of_team" {
  name               = "${var.team_name}-admin"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_kms_key" "of_team" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.of_team.arn }, Action = "kms:*", Resource = "*" }]
  })
}
