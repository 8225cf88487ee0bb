variable "on" { type = bool }
variable "alarms" { type = number }

resource "aws_cloudwatch_event_rule" "to_queue" {
  name          = "root-to-queue"
  # expect: RP604 undecided "var.on"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "to_queue" {
  rule = aws_cloudwatch_event_rule.to_queue.name
  arn  = aws_sqs_queue.told.arn
}

resource "aws_sqs_queue" "told" {
  name = "told"
}

resource "aws_sqs_queue_policy" "told" {
  count     = var.on ? 1 : 0
  queue_url = aws_sqs_queue.told.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}

# An alarm without an action tells nobody of what it counts.
resource "aws_cloudwatch_event_rule" "counted" {
  name          = "root-counted"
  # expect: RP604 undecided "aws_cloudwatch_metric_alarm.counted"
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
  alarm_actions       = []
}
