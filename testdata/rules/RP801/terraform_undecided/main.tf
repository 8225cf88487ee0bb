variable "caller" {
  type = string
}

resource "aws_iam_policy" "deny" {
  name = "deny"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      # expect: RP801 undecided var.caller
      Condition = { ArnLike = { "aws:PrincipalArn" = ["arn:aws:iam::*:root", var.caller] } }
    }]
  })
}
