# EventBridge compares texts in a list letter by letter.
resource "aws_cloudwatch_event_rule" "star" {
  name = "root-star"
  # expect: RP604 violation "EventBridge takes * literally"
  event_pattern = jsonencode({ detail = { eventName = ["*"], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "star" {
  rule = aws_cloudwatch_event_rule.star.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "star_in_arn" {
  name = "root-star-in-arn"
  # expect: RP604 violation "EventBridge takes * literally"
  event_pattern = jsonencode({ detail = { userIdentity = { arn = ["arn:aws:iam::*:root"] } } })
}

resource "aws_cloudwatch_event_target" "star_in_arn" {
  rule = aws_cloudwatch_event_rule.star_in_arn.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "wildcard" {
  name          = "root-wildcard"
  event_pattern = jsonencode({ detail = { userIdentity = { arn = [{ wildcard = "arn:aws:iam::*:root" }] } } })
}

resource "aws_cloudwatch_event_target" "wildcard" {
  rule = aws_cloudwatch_event_rule.wildcard.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

# Not about root users alone.
resource "aws_cloudwatch_event_rule" "switches" {
  name          = "switches"
  event_pattern = jsonencode({ detail = { eventName = ["SwitchRole"], userIdentity = { type = ["IAMUser", "Root"] } } })
}

# An alarm on the metric of the rule tells.
resource "aws_cloudwatch_event_rule" "counted" {
  name          = "root-counted"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_metric_alarm" "counted" {
  alarm_name          = "root-counted"
  namespace           = "AWS/Events"
  metric_name         = "TriggeredRules"
  dimensions          = { RuleName = aws_cloudwatch_event_rule.counted.name }
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  statistic           = "Sum"
  period              = 60
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}
