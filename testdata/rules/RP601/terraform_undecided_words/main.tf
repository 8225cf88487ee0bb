# Words anywhere in an event, a pattern that is not read.
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

# expect: RP601 undecided "the syntax of the pattern of aws_cloudwatch_log_metric_filter.words"
resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

resource "aws_cloudwatch_log_metric_filter" "words" {
  name           = "words"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "\"Root\" -\"AwsServiceEvent\""
  metric_transformation {
    name      = "words"
    namespace = "words"
    value     = "1"
  }
}

# Nor does this one look for root.
resource "aws_cloudwatch_log_metric_filter" "users" {
  name           = "users"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = %User$% }"
  metric_transformation {
    name      = "users"
    namespace = "words"
    value     = "1"
  }
}
