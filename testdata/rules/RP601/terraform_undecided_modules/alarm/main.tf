# expect: none
variable "prefix" {
  type = string
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "${var.prefix}-root"
  namespace           = "security"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  statistic           = "Sum"
  period              = 300
  alarm_actions       = [aws_sns_topic.security.arn]
}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}
