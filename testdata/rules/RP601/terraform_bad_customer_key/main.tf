resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "customer-key-terraform"
    value     = "1"
  }
}

resource "aws_sns_topic" "security" {
  name = "security"
  kms_master_key_id = aws_kms_alias.topic.name
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

# expect: RP601 violation "it is encrypted with aws_kms_key.topic, a key whose policy does not let cloudwatch.amazonaws.com in"
resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "root"
  namespace           = "customer-key-terraform"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 1
  period              = 300
  statistic           = "Sum"
  alarm_actions       = [aws_sns_topic.security.arn]
}

# Its default policy lets in the account only.
resource "aws_kms_key" "topic" {
  enable_key_rotation = true
}

resource "aws_kms_alias" "topic" {
  name          = "alias/topic"
  target_key_id = aws_kms_key.topic.key_id
}
