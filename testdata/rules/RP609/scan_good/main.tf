# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

resource "aws_cloudwatch_log_metric_filter" "assume_root" {
  name           = "assume-root"
  log_group_name = "trail"
  pattern        = "{ $.eventName = \"AssumeRoot\" }"
  metric_transformation {
    name      = "assume-root"
    namespace = "security"
    value     = "1"
  }
}
