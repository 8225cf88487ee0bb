resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = aws_cloudwatch_log_metric_filter.root.metric_transformation[0].name
  namespace           = "security"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
  # expect: RP603 violation "aws_cloudwatch_metric_alarm.root does not tell of use of the root user: its actions are switched off"
  actions_enabled = false
}

resource "aws_cloudwatch_metric_alarm" "by_id" {
  alarm_name          = "root-by-id"
  metric_name         = aws_cloudwatch_log_metric_filter.root.id
  namespace           = "security"
  comparison_operator = "GreaterThanThreshold"
  # expect: RP603 violation "aws_cloudwatch_metric_alarm.by_id does not tell"
  threshold          = 2
  evaluation_periods = 1
  period             = 300
  statistic          = "Sum"
  alarm_actions      = [aws_sns_topic.security.arn]
}
