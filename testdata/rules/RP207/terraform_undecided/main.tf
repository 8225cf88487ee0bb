variable "principals" {
  type = string
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided var.principals
      Principal = { AWS = var.principals }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::reports/*"
    }]
  })
}

data "aws_iam_roles" "administrators" {
  name_regex = "AWSReservedSSO_administrator_.*"
}

variable "more_readers" {
  type = list(string)
}

resource "aws_secretsmanager_secret_policy" "administrators" {
  secret_arn = "arn:aws:secretsmanager:eu-west-2:111122223333:secret:database"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided data.aws_iam_roles.administrators.arns
      Principal = { AWS = concat(tolist(data.aws_iam_roles.administrators.arns), var.more_readers) }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}

# AWS says two things of an empty list.
resource "aws_s3_bucket_policy" "no_organization" {
  bucket = "reports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 undecided "depends on what an empty list of values means"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::reports/*"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = [] } }
    }]
  })
}
