resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 undecided "what aws_cloudwatch_log_metric_filter.root_sessions takes"
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

# AWS documents no service whose name begins like that.
resource "aws_cloudwatch_log_metric_filter" "root_sessions" {
  name           = "root-sessions"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.sessionContext.assumedRoot = \"true\" && $.eventSource = \"nosuch*\" }"
  metric_transformation {
    name      = "root-sessions"
    namespace = "security"
    value     = "1"
  }
}
