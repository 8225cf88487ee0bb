variable "partner" {
  type = string
}

resource "aws_sns_topic_policy" "events" {
  arn = "arn:aws:sns:eu-central-1:111122223333:events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP202 undecided var.partner
      Principal = { AWS = "arn:aws:iam::${var.partner}:root" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}
