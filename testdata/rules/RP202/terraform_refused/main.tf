# AWS refuses the action as it stands.
resource "aws_sqs_queue" "action_without_service" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP202 undecided "SendMessage"
    Statement = [{ Effect = "Allow", Principal = { AWS = "999988887777" }, Action = "SendMessage", Resource = "*" }]
  })
}

resource "aws_sqs_queue" "confined" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "999988887777" }
      Action    = "SendMessage"
      Resource  = "*"
      Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::999988887777:role/sender" } }
    }]
  })
}
