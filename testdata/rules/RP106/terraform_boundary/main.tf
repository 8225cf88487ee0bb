# expect: none
# A boundary grants nothing: it allows everything for others to narrow.
resource "aws_iam_policy" "limits" {
  name = "limits"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "*", Resource = "*" },
      { Effect = "Deny", Action = "iam:*", Resource = "*" },
    ]
  })
}

resource "aws_iam_role" "deployer" {
  name                 = "deployer"
  permissions_boundary = aws_iam_policy.limits.arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
