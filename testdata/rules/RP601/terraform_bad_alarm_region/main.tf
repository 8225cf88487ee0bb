provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

# expect: RP601 violation "no alarm of this code reads that metric"
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "alarm-region"
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
  namespace           = "alarm-region"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}
