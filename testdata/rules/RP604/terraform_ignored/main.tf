resource "aws_cloudwatch_event_rule" "switched" {
  name          = "switched"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })

  lifecycle {
    # expect: RP604 undecided "aws_cloudwatch_event_rule.switched.state in ignore_changes"
    ignore_changes = [state]
  }
}

resource "aws_cloudwatch_event_target" "switched" {
  rule = aws_cloudwatch_event_rule.switched.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "target" {
  name = "target"
  # expect: RP604 undecided "aws_cloudwatch_event_target.target.arn in ignore_changes"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "target" {
  rule = aws_cloudwatch_event_rule.target.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"

  lifecycle {
    ignore_changes = [arn]
  }
}

resource "awscc_events_rule" "switched" {
  name          = "switched-by-hand"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
  targets       = [{ id = "security", arn = "arn:aws:sns:us-east-1:111122223333:security" }]

  lifecycle {
    # expect: RP604 undecided "awscc_events_rule.switched.state in ignore_changes"
    ignore_changes = [state]
  }
}

# A key that is given by hand may keep EventBridge out.
resource "aws_sns_topic" "security" {
  name = "security"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })

  lifecycle {
    ignore_changes = [kms_master_key_id]
  }
}

resource "aws_sns_topic_subscription" "security" {
  topic_arn = aws_sns_topic.security.arn
  protocol  = "email"
  endpoint  = "security@acme.example"
}

resource "aws_cloudwatch_event_rule" "key" {
  name = "key"
  # expect: RP604 undecided "aws_sns_topic.security.kms_master_key_id in ignore_changes"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "key" {
  rule = aws_cloudwatch_event_rule.key.name
  arn  = aws_sns_topic.security.arn
}
