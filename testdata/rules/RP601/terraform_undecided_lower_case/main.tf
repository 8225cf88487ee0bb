# As it is given, and in lower case.
variable "prefix" {
  type = string
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudtrail" "trail" {
  name                       = "trail"
  s3_bucket_name             = "acme-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

# expect: RP601 undecided var.prefix
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  log_group_name = aws_cloudwatch_log_group.trail.name
  metric_transformation {
    name      = "${var.prefix}-root"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "${lower(var.prefix)}-root"
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
