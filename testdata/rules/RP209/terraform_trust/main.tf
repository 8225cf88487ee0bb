# Root users, and callers without credentials, cannot assume roles.
resource "aws_iam_role" "open" {
  name = "open"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP209 violation "any other user or role of any account may sts:AssumeRole"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:role/example" }
      Action       = "sts:AssumeRole"
    }]
  })
}
