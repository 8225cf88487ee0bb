# Sign-in of root users is recorded in us-east-1.
provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudwatch_event_rule" "sign_in" {
  name = "root-sign-in"
  # expect: RP604 violation "it asks for sign-in alone, which CloudTrail records in us-east-1 for root users, and lies in eu-west-1"
  event_pattern = jsonencode({
    detail-type = ["AWS Console Sign In via CloudTrail"]
    detail      = { userIdentity = { type = ["Root"] } }
  })
}

resource "aws_cloudwatch_event_target" "sign_in" {
  rule = aws_cloudwatch_event_rule.sign_in.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:security"
}

# Calls are recorded where they are made.
resource "aws_cloudwatch_event_rule" "calls" {
  name          = "root-calls"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "calls" {
  rule = aws_cloudwatch_event_rule.calls.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:security"
}

# Events may come to a bus of its own from anywhere.
resource "aws_cloudwatch_event_rule" "forwarded" {
  name           = "root-sign-in-forwarded"
  event_bus_name = "security"
  # expect: RP604 undecided "the event bus security"
  event_pattern = jsonencode({
    detail-type = ["AWS Console Sign In via CloudTrail"]
    detail      = { userIdentity = { type = ["Root"] } }
  })
}

resource "aws_cloudwatch_event_target" "forwarded" {
  rule           = aws_cloudwatch_event_rule.forwarded.name
  event_bus_name = "security"
  arn            = "arn:aws:sns:eu-west-1:111122223333:security"
}
