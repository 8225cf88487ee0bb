# expect: none
# Whoever an identity provider lets in is not everyone, whichever provider it is.
variable "provider_arn" {
  type = string
}

resource "aws_iam_role" "deployer" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = var.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/site:ref:refs/heads/main" } }
    }]
  })
}
