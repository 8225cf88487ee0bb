resource "aws_cloudwatch_log_group" "trail" {
  name = "company-wide-trail"
}

# The filter in the folder beside this one has no alarm that can be seen, and reads this group by its name.
# expect: RP601 undecided "whether aws_cloudwatch_log_metric_filter.root, in other code, reads its log group"
resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}
