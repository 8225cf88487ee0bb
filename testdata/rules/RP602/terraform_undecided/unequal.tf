variable "unequal" {
  type = string
}

resource "aws_cloudwatch_log_metric_filter" "unequal" {
  name           = "unequal"
  log_group_name = "trail"
  # expect: RP602 undecided "var.unequal"
  pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.arn != \"${var.unequal}\" }"
  metric_transformation {
    name      = "unequal"
    namespace = "security"
    value     = "1"
  }
}
