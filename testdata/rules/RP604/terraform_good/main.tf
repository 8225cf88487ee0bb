# expect: none
data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_sns_topic_policy" "security" {
  arn = aws_sns_topic.security.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.security.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_event_rule" "root" {
  name_prefix   = "root-"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "root" {
  rule = aws_cloudwatch_event_rule.root.name
  arn  = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_event_rule" "by_arn" {
  name  = "root-by-arn"
  state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
  event_pattern = <<-PATTERN
    {"detail": {"userIdentity": {"arn": ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]}}}
  PATTERN
}

resource "aws_cloudwatch_event_target" "by_arn" {
  rule = "root-by-arn"
  arn  = aws_sns_topic.security.arn
}

# What the sign-in service records beside sign-in itself.
resource "aws_cloudwatch_event_rule" "credentials" {
  name = "root-credentials"
  event_pattern = jsonencode({
    source = ["aws.signin"]
    detail = {
      eventName    = ["PasswordUpdated", "EmailUpdated", "PasswordRecoveryCompleted"]
      userIdentity = { type = ["Root"] }
    }
  })
}

resource "aws_cloudwatch_event_target" "credentials" {
  rule = aws_cloudwatch_event_rule.credentials.name
  arn  = aws_sns_topic.security.arn
}
