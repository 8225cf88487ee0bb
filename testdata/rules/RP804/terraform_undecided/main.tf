variable "verb" {
  type = string
}

resource "aws_iam_policy" "readers" {
  name = "readers"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP804 undecided var.verb
      Action   = "s3:${var.verb}Object"
      Resource = "*"
    }]
  })
}
