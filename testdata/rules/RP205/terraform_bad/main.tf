data "aws_caller_identity" "current" {}

resource "aws_iam_role" "partner" {
  name = "partner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 violation "a root user itself cannot assume roles"
      Principal = { AWS = "999988887777" }
    }]
  })
}

data "aws_iam_policy_document" "own" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      # expect: RP205 violation "AdministratorAccess makes the role an administrator"
      # expect: RP205 violation "aws_iam_policy.users makes the role an administrator"
      # expect: RP205 violation "aws_iam_role_policy.inline makes the role an administrator"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_iam_role" "administrator" {
  name               = "administrator"
  assume_role_policy = data.aws_iam_policy_document.own.json
}

resource "aws_iam_role_policy_attachment" "administrator" {
  role       = aws_iam_role.administrator.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "users" {
  name               = "users"
  assume_role_policy = data.aws_iam_policy_document.own.json
}

resource "aws_iam_policy" "users" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["iam:AttachUserPolicy", "iam:ListUsers"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "users" {
  role       = "users"
  policy_arn = aws_iam_policy.users.arn
}

resource "aws_iam_role" "inline" {
  name               = "inline"
  assume_role_policy = data.aws_iam_policy_document.own.json
}

resource "aws_iam_role_policy" "inline" {
  role = aws_iam_role.inline.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = "iam:DeleteRole", Resource = "*" }]
  })
}

# AWS makes the name up.
resource "aws_iam_role" "prefixed" {
  name_prefix = "ci-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 violation "AdministratorAccess makes the role an administrator"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "prefixed" {
  role       = aws_iam_role.prefixed.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# The own account again, by a condition beside everyone.
resource "aws_iam_role" "administrators_by_condition" {
  name = "administrators-by-condition"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sts:AssumeRole"
      # expect: RP205 violation "makes the role an administrator"
      Condition = { StringEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.by_condition.account_id } }
    }]
  })
}

data "aws_caller_identity" "by_condition" {}

resource "aws_iam_role_policy_attachment" "administrators_by_condition" {
  role       = aws_iam_role.administrators_by_condition.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
