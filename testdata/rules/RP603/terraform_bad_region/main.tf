provider "aws" {
  region = "us-east-1"
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
    namespace = "regions"
    value     = "1"
  }
}

# expect: RP603 violation "in eu-west-1, and the filter writes it in us-east-1: the alarm never has data"
resource "aws_cloudwatch_metric_alarm" "ireland" {
  provider            = aws.ireland
  alarm_name          = "ireland"
  metric_name         = "root"
  namespace           = "regions"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}

resource "aws_cloudwatch_metric_alarm" "virginia" {
  alarm_name          = "virginia"
  metric_name         = "root"
  namespace           = "regions"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = ["arn:aws:sns:us-east-1:111122223333:security"]
}
