resource "aws_cloudwatch_log_metric_filter" "plain" {
  name           = "plain"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "plain"
    namespace = "always"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "zero" {
  name           = "zero"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "zero"
    namespace = "always"
    value     = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_log_metric_filter" "counting" {
  name           = "counting"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "counting"
    namespace = "always"
    value     = "0"
  }
}

resource "aws_cloudwatch_log_metric_filter" "by_name" {
  name           = "by_name"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "by_name"
    namespace = "always"
    value     = "1"
    dimensions = { EventName = "$.eventName" }
  }
}

# expect: RP603 violation "with the dimension Account=prod, and the filter writes it without dimensions"
resource "aws_cloudwatch_metric_alarm" "with_dimension" {
  alarm_name          = "with_dimension"
  metric_name         = "plain"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
  dimensions = { Account = "prod" }
}

# expect: RP603 violation "without dimensions, and the filter writes it with the dimension EventName"
resource "aws_cloudwatch_metric_alarm" "without_dimension" {
  alarm_name          = "without_dimension"
  metric_name         = "by_name"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_metric_alarm" "counts_nothing" {
  alarm_name          = "counts_nothing"
  metric_name         = "counting"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # expect: RP603 violation "the filter counts an event as less than one"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_metric_alarm" "other_unit" {
  alarm_name          = "other_unit"
  metric_name         = "plain"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
  # expect: RP603 violation "it reads data of the unit Seconds"
  unit = "Seconds"
}

resource "aws_cloudwatch_metric_alarm" "reached" {
  alarm_name          = "reached"
  metric_name         = "zero"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  # expect: RP603 violation "the default value of the metric reaches its threshold"
  threshold           = 0
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_metric_alarm" "breaching" {
  alarm_name          = "breaching"
  metric_name         = "plain"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
  # expect: RP603 violation "missing data put it into ALARM"
  treat_missing_data = "breaching"
}

resource "aws_cloudwatch_metric_alarm" "ignored" {
  alarm_name          = "ignored"
  metric_name         = "plain"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
  # expect: RP603 violation "it stays in ALARM after the first event"
  treat_missing_data = "ignore"
}

resource "aws_autoscaling_policy" "more" {
  name                   = "more"
  autoscaling_group_name = "web"
}

resource "aws_cloudwatch_metric_alarm" "scales" {
  alarm_name          = "scales"
  metric_name         = "plain"
  namespace           = "always"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  # expect: RP603 violation "its action aws_autoscaling_policy.more tells nobody"
  alarm_actions = [aws_autoscaling_policy.more.arn]
}
