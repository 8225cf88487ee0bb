variable "event" {
  type = string
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 undecided var.event
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

resource "aws_cloudwatch_event_rule" "open" {
  name          = "open"
  event_pattern = jsonencode({ source = ["aws.sts"], detail = { eventName = [var.event] } })
}
