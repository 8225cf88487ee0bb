# One switch for both: wherever there is a rule, there is its target.
# expect: none
variable "enabled" {
  type = bool
}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_sns_topic_policy" "security" {
  arn = aws_sns_topic.security.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.security.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_event_rule" "root" {
  count         = var.enabled ? 1 : 0
  name          = "root"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "root" {
  count = var.enabled ? 1 : 0
  rule  = aws_cloudwatch_event_rule.root[0].name
  arn   = aws_sns_topic.security.arn
}
