# expect: none
resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = <<-PATTERN
    {
      ($.userIdentity.type = "Root") &&
      ($.userIdentity.invokedBy NOT EXISTS) &&
      ($.eventType != "AwsServiceEvent")
    }
  PATTERN

  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "by_arn" {
  name           = "root-by-arn"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.arn = \"arn:aws:iam::*\" && $.userIdentity.type = \"Ro*\" || $.userIdentity.arn = *root }"

  metric_transformation {
    name      = "root-by-arn"
    namespace = "security"
    value     = "1"
  }
}
