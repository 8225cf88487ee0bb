resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}

resource "aws_cloudwatch_log_metric_filter" "wrong_case" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.trail.name
  # expect: RP602 violation "matches none"
  pattern = "{ $.userIdentity.type = \"root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "security"
    value     = "1"
  }
}

locals {
  filters = {
    policy = "{ ($.eventName = DeletePolicy) }"
    # expect: RP602 violation "aws_cloudwatch_log_metric_filter.each["root"]"
    root = "{ $.userIdentity.type = \"RootUser\" || $.userIdentity.arn = \"root\" }"
  }
}

resource "aws_cloudwatch_log_metric_filter" "each" {
  for_each = local.filters

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = each.value

  metric_transformation {
    name      = each.key
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "case_of_selector" {
  name           = "case-of-selector"
  log_group_name = aws_cloudwatch_log_group.trail.name
  # expect: RP602 violation "is to find use of the root user and matches none"
  pattern = "{ $.UserIdentity.type = \"Root\" }"

  metric_transformation {
    name      = "case"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "principal" {
  name           = "principal"
  log_group_name = aws_cloudwatch_log_group.trail.name
  # expect: RP602 violation "is to find use of the root user and matches none"
  pattern = "{ $.userIdentity.principalId = \"root*\" }"

  metric_transformation {
    name      = "principal"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "every_role" {
  name           = "every-role"
  log_group_name = aws_cloudwatch_log_group.trail.name
  # expect: RP602 violation "every sign-in and API call in a session of a role"
  pattern = "{ ($.userIdentity.type = \"Root\") || ($.userIdentity.type = \"AssumedRole\") }"

  metric_transformation {
    name      = "every-role"
    namespace = "security"
    value     = "1"
  }
}
