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

resource "aws_cloudwatch_event_rule" "wrong_case" {
  name = "root-use"
  event_pattern = jsonencode({
    detail = {
      userIdentity = {
        # expect: RP604 violation "detail.userIdentity.type is "Root" in them, not ["root"]"
        type = ["root"]
      }
    }
  })
}

resource "aws_cloudwatch_event_target" "wrong_case" {
  rule = aws_cloudwatch_event_rule.wrong_case.name
  arn  = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_event_rule" "text" {
  name_prefix = "root-login"
  is_enabled  = false # expect: RP604 violation "it is switched off"

  event_pattern = <<-PATTERN
    {
      "detail-type": ["AWS Console Sign In via CloudTrail"],
      "detail": {"userIdentity": {"type": ["Root"]}}
    }
  PATTERN
}

resource "aws_cloudwatch_event_target" "text" {
  rule = aws_cloudwatch_event_rule.text.name
  arn  = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_event_rule" "nobody" {
  name = "root-nobody"
  # expect: RP604 violation "it has no target"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_rule" "principal" {
  name = "root-principal"
  # expect: RP604 violation "detail.userIdentity.principalId is something else"
  event_pattern = jsonencode({ detail = { userIdentity = { principalId = ["root"] } } })
}

resource "aws_cloudwatch_event_target" "principal" {
  rule = aws_cloudwatch_event_rule.principal.name
  arn  = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_event_rule" "number" {
  name = "root-number"
  # expect: RP604 violation "detail.userIdentity.accountId is something else"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], accountId = [111122223333] } } })
}

resource "aws_cloudwatch_event_target" "number" {
  rule = aws_cloudwatch_event_rule.number.name
  arn  = aws_sns_topic.security.arn
}
