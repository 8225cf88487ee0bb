# All of it in another Region than the default one.
# expect: none
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_group" "trail" {
  provider = aws.ireland
  name = "trail"
}

resource "aws_cloudtrail" "company" {
  provider = aws.ireland
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  provider = aws.ireland
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "one-region"
    value     = "1"
  }
}

resource "aws_sns_topic" "security" {
  provider = aws.ireland
  name = "security"
}

resource "aws_sns_topic_subscription" "security" {
  provider = aws.ireland
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_metric_alarm" "root" {
  provider = aws.ireland
  alarm_name          = "root"
  metric_name         = "root"
  namespace           = "one-region"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}
