# What the filters of the trail's log group look for is given from outside.
variable "patterns" {
  type = map(string)
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

# expect: RP601 undecided var.patterns
resource "aws_cloudtrail" "company" {
  name                       = "company"
  s3_bucket_name             = "company-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

resource "aws_cloudwatch_log_metric_filter" "each" {
  for_each       = var.patterns
  name           = each.key
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = each.value
  metric_transformation {
    name      = each.key
    namespace = "patterns"
    value     = "1"
  }
}
