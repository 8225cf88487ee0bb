# Dimensions are part of what a metric is.
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" }"
  metric_transformation {
    name      = "root-plain"
    namespace = "dimensions"
    value     = "1"
  }
}

# expect: RP603 violation "with the dimension Username=root, and the filter writes it without dimensions"
resource "aws_cloudwatch_metric_alarm" "other_metric" {
  alarm_name          = "other-metric"
  namespace           = "dimensions"
  metric_name         = "root-plain"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  statistic           = "Sum"
  period              = 60
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
  dimensions = { Username = "root" }
}

resource "aws_cloudwatch_log_metric_filter" "by_event" {
  name           = "root-by-event"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" }"
  metric_transformation {
    name       = "root-by-event"
    namespace  = "dimensions"
    value      = "1"
    dimensions = { Event = "$.eventName" }
  }
}

# expect: RP603 violation "without dimensions, and the filter writes it with the dimension Event=$.eventName"
resource "aws_cloudwatch_metric_alarm" "without_dimensions" {
  alarm_name          = "without-dimensions"
  namespace           = "dimensions"
  metric_name         = "root-by-event"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  statistic           = "Sum"
  period              = 60
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_log_metric_filter" "nothing" {
  name           = "root-nothing"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" }"
  metric_transformation {
    name      = "root-nothing"
    namespace = "dimensions"
    value     = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "of_nothing" {
  alarm_name          = "of-nothing"
  namespace           = "dimensions"
  metric_name         = "root-nothing"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # expect: RP603 violation "the filter counts an event as less than one"
  threshold           = 1
  evaluation_periods  = 1
  statistic           = "Sum"
  period              = 60
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}
