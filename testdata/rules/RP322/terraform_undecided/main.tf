variable "denied" {
  type = string
}

resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "DenyRootUser"
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
      Condition = {
        # expect: RP322 undecided var.denied
        StringLike = { "aws:PrincipalArn" = ["arn:aws:iam::*:root", var.denied] }
      }
    }]
  })
}
