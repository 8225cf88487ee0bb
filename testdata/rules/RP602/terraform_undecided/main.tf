variable "event_type" { type = string }

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  # expect: RP602 undecided var.event_type
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventType != \"${var.event_type}\" }"

  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "number" {
  name           = "number"
  log_group_name = "trail"
  # expect: RP602 undecided "a comparison of the pattern"
  pattern = "{ $.userIdentity.type = \"Root\" && $.eventVersion > 2 }"

  metric_transformation {
    name      = "number"
    namespace = "security"
    value     = "1"
  }
}
