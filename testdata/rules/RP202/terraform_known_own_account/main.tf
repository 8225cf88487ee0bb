# The account that a provider signs in to is that of the resource in what is said of it.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222233334444"]
}

provider "aws" {
  alias  = "other"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::333344445555:role/deploy"
  }
}

resource "aws_sqs_queue" "first" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 violation "the whole account 111122223333 (not only its root user) is let in"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { AWS = "arn:aws:iam::111122223333:root" } }]
  })
}

resource "aws_sqs_queue" "second" {
  provider = aws.other
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 violation "the whole account 999988887777 (not only its root user) is let in"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { AWS = "arn:aws:iam::999988887777:root" } }]
  })
}
