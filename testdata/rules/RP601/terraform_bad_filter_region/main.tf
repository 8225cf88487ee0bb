provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "regional-trail"
}

resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

# expect: RP601 violation "looks for the root user in another Region or account"
resource "aws_cloudwatch_log_metric_filter" "root" {
  provider = aws.ireland
  name           = "root"
  log_group_name = "regional-trail"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "filter-region"
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
  namespace           = "filter-region"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}
