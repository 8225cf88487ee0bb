# Nothing looks for the root user in the log group.
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

# expect: RP601 violation "looks for the root user: its use raises no alarm"
resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}
