# expect: none
resource "aws_iam_role" "deployer" {
  name               = "deployer"
  assume_role_policy = "{}"
}

resource "aws_secretsmanager_secret_policy" "spared" {
  secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:api-AbCdEf"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:*"
      Resource  = "*"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = aws_iam_role.deployer.arn } }
    }]
  })
}

resource "aws_ecr_repository_policy" "images" {
  repository = "images"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = ["ecr:PutImage", "ecr:BatchDeleteImage"] }]
  })
}
