# expect: none
variable "partner" {
  type    = string
  default = "012345678901"
}

resource "aws_sns_topic_policy" "events" {
  arn = "arn:aws:sns:eu-central-1:111122223333:events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${var.partner}:role/reader" }, Action = "sns:Subscribe", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = format("arn:aws:iam::%d:role/reader", 123456789012) }, Action = "sns:Subscribe", Resource = "*" },
    ]
  })
}
