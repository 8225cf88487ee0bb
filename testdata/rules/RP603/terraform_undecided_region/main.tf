variable "region" {
  type = string
}

provider "aws" {
  region = var.region
}

# The same Region, in the same words.
provider "aws" {
  alias  = "logs"
  region = var.region
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "regions-open"
    value     = "1"
  }
}

# expect: RP603 undecided "is in the same account and Region"
resource "aws_cloudwatch_metric_alarm" "ireland" {
  provider            = aws.ireland
  alarm_name          = "ireland"
  metric_name         = "root"
  namespace           = "regions-open"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_metric_alarm" "same" {
  provider            = aws.logs
  alarm_name          = "same"
  metric_name         = "root"
  namespace           = "regions-open"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

# expect: RP603 undecided "the composite alarm aws_cloudwatch_composite_alarm.any"
resource "aws_cloudwatch_metric_alarm" "silent" {
  alarm_name          = "silent"
  metric_name         = "root"
  namespace           = "regions-open"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name    = "any"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.silent.alarm_name})"
  alarm_actions = ["arn:aws:sns:us-east-1:111122223333:security"]
}
