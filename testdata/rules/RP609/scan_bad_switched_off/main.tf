resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 violation
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

resource "aws_cloudwatch_event_rule" "root_sessions" {
  name          = "root-sessions"
  state         = "DISABLED"
  event_pattern = jsonencode({ source = ["aws.sts"], detail = { eventName = ["AssumeRoot"] } })
}
