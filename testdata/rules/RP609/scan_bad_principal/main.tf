resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 violation
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

# In a root session the principal is the number of the account.
resource "aws_cloudwatch_event_rule" "root_sessions" {
  name          = "root-sessions"
  event_pattern = jsonencode({ detail = { userIdentity = { principalId = ["root"], sessionContext = { assumedRoot = ["true"] } } } })
}
