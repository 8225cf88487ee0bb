variable "prefix" {}

resource "aws_iam_role" "admin" {
  name = "${var.prefix}-admin"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

# Whatever its name, the role of this code may.
resource "aws_kms_key" "of_the_role" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.admin.arn }, Action = "kms:*", Resource = "*" }]
  })
}

# A role that no code creates may be there, or not.
resource "aws_kms_key" "of_another" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP503 undecided "var.prefix"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/${var.prefix}-auditor" }, Action = "kms:*", Resource = "*" }]
  })
}

# The role of this code may not change the policy.
resource "aws_kms_key" "of_a_reader" {
  # expect: RP503 violation
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.admin.arn }, Action = "kms:Decrypt", Resource = "*" }]
  })
}

resource "aws_iam_role" "ci" {
  name = "ci-${var.prefix}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_kms_key" "of_ci" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.ci.arn }, Action = "kms:*", Resource = "*" }]
  })
}
