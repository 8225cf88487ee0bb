variable "watched" {
  type = bool
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 undecided var.watched
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

resource "aws_cloudwatch_event_rule" "root_sessions" {
  count         = var.watched ? 1 : 0
  name          = "root-sessions"
  event_pattern = jsonencode({ source = ["aws.sts"], detail = { eventName = ["AssumeRoot"] } })
}
