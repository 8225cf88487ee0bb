variable "administrators" { type = list(string) }
variable "policy" { type = string }

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "administrators" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided var.administrators
    Statement = [{ Effect = "Allow", Principal = { AWS = var.administrators }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "tagged" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      # expect: RP503 undecided "aws:ResourceTag/team"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:ResourceTag/team" = "print" } }
    }]
  })
}

resource "aws_kms_key" "all" {
  # expect: RP503 undecided var.policy
  policy = var.policy
}

variable "account" {
  type = string
}

# The account may be the key's own.
resource "aws_kms_key" "role_of_some_account" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided var.account
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${var.account}:role/admin" }, Action = "kms:*", Resource = "*" }]
  })
}

# Whose role that is nobody knows: nothing declares it.
resource "aws_kms_key" "role_of_an_excerpt" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "aws_iam_role.elsewhere"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.elsewhere.arn }, Action = "kms:*", Resource = "*" }]
  })
}

# Where the key lies nobody says, and the account is let in from there only.
resource "aws_kms_key" "allowed_in_one_region" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "the Region"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*", Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } } }]
  })
}

variable "team_name" {
  type = string
}

# A role by a name that nobody makes here.
resource "aws_kms_key" "of_a_team_elsewhere" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "var.team_name"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/${var.team_name}-admin" }, Action = "kms:*", Resource = "*" }]
  })
}
