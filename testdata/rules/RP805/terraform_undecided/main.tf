variable "partner" {
  type = number
}

resource "aws_sns_topic_policy" "events" {
  arn = "arn:aws:sns:eu-central-1:111122223333:events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP805 undecided var.partner
      Principal = { AWS = var.partner }
      Action    = "sns:Subscribe"
      Resource  = "*"
    }]
  })
}
