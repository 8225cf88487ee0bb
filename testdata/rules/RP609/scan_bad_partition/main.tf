provider "aws" {
  region = "eu-west-1"
}

resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com"]
}

# expect: RP609 violation
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}

# Of all sessions, those of China.
resource "aws_cloudwatch_event_rule" "left_out" {
  name = "left-out"
  event_pattern = jsonencode({
    detail = {
      userIdentity = {
        arn            = [{ anything-but = { prefix = "arn:aws:" } }]
        sessionContext = { assumedRoot = ["true"] }
      }
    }
  })
}

# No event is of two services.
resource "aws_cloudwatch_event_rule" "other_service" {
  name = "other-service"
  event_pattern = jsonencode({
    source = ["aws.cloudtrail"]
    detail = {
      eventSource  = ["s3.amazonaws.com"]
      userIdentity = { sessionContext = { assumedRoot = ["true"] } }
    }
  })
}
