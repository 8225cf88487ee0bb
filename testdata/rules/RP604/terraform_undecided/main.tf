variable "detail_type" { type = string }

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_cloudwatch_event_rule" "root" {
  name = "root"
  # expect: RP604 undecided var.detail_type
  event_pattern = jsonencode({ "detail-type" = [var.detail_type], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "root" {
  rule = aws_cloudwatch_event_rule.root.name
  arn  = aws_sns_topic.security.arn
}
