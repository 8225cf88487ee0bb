resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudwatch_log_metric_filter" "by_hand" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }

  lifecycle {
    # expect: RP602 undecided "aws_cloudwatch_log_metric_filter.by_hand.pattern in ignore_changes"
    ignore_changes = [pattern]
  }
}

# One whose pattern may be another does not make up for what this one misses.
resource "aws_cloudwatch_log_metric_filter" "sign_in" {
  name           = "sign-in"
  log_group_name = aws_cloudwatch_log_group.trail.name
  # expect: RP602 violation "misses API calls"
  pattern = "{ $.eventName = \"ConsoleLogin\" && $.userIdentity.type = \"Root\" }"

  metric_transformation {
    name      = "sign-in"
    namespace = "security"
    value     = "1"
  }
}
