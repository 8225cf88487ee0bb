resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 violation "no metric filter or EventBridge rule of this code tells of sts:AssumeRoot"
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}

# Every denied call, whatever it is.
resource "aws_cloudwatch_log_metric_filter" "denied" {
  name           = "denied"
  log_group_name = "trail"
  pattern        = "{ $.errorCode = \"AccessDenied\" }"
  metric_transformation {
    name      = "denied"
    namespace = "security"
    value     = "1"
  }
}

resource "aws_cloudwatch_event_rule" "sign_in" {
  name          = "sign-in"
  event_pattern = jsonencode({ detail = { eventName = ["ConsoleLogin"] } })
}
