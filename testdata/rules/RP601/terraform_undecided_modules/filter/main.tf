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

# expect: RP601 undecided var.names
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
