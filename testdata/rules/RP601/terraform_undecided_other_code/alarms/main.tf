# expect: RP601 violation "other-code/root"
resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "company-wide-trail"
  pattern        = "{ $.userIdentity.type = \"Root\" }"
  metric_transformation {
    name      = "root"
    namespace = "other-code"
    value     = "1"
  }
}
