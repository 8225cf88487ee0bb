# What is done in the session tells as well.
# expect: none
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

resource "aws_cloudwatch_event_rule" "root_sessions" {
  name          = "root-sessions"
  event_pattern = jsonencode({ detail = { userIdentity = { sessionContext = { assumedRoot = ["true"] } } } })
}
