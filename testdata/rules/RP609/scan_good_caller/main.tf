# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

# Whoever opens a root session is no root user.
resource "aws_cloudwatch_event_rule" "root_sessions" {
  name = "root-sessions"
  event_pattern = jsonencode({
    source = ["aws.sts"]
    detail = { eventName = ["AssumeRoot"], userIdentity = { arn = [{ wildcard = "arn:aws:sts::*:assumed-role/*" }] } }
  })
}
