resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 violation
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

# An action has one service.
resource "aws_cloudwatch_event_rule" "root_sessions" {
  name = "root-sessions"
  event_pattern = jsonencode({
    source = [{ prefix = "aws.iam" }]
    detail = { eventSource = [{ prefix = "s3" }], userIdentity = { sessionContext = { assumedRoot = ["true"] } } }
  })
}
