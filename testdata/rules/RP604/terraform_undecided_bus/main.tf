resource "aws_cloudwatch_event_bus" "security" {
  name = "security"
}

resource "aws_cloudwatch_event_rule" "bus" {
  event_bus_name = aws_cloudwatch_event_bus.security.name
  name = "bus"
  # expect: RP604 undecided "what sends the events of CloudTrail to the event bus security"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "bus" {
  event_bus_name = aws_cloudwatch_event_bus.security.name
  rule = aws_cloudwatch_event_rule.bus.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

provider "aws" {
  region = "eu-west-1"
}

resource "aws_cloudwatch_event_rule" "sign_in" {
  name = "sign_in"
  # expect: RP604 undecided "what sends sign-in of the root user, recorded in us-east-1, to eu-west-1"
  event_pattern = jsonencode({ "detail-type" = ["AWS Console Sign In via CloudTrail"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "sign_in" {
  rule = aws_cloudwatch_event_rule.sign_in.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:security"
}

# Some policy may let EventBridge in.
module "topic" {
  source = "terraform-aws-modules/sns/aws"
}

resource "aws_sns_topic" "plain" {
  name = "plain"
}

resource "aws_cloudwatch_event_rule" "elsewhere" {
  name = "elsewhere"
  # expect: RP604 undecided "module topic"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "elsewhere" {
  rule = aws_cloudwatch_event_rule.elsewhere.name
  arn  = aws_sns_topic.plain.arn
}

resource "aws_cloudwatch_event_rule" "text" {
  name = "text"
  # expect: RP604 undecided "a text where event patterns have a list"
  event_pattern = jsonencode({ detail = { userIdentity = { type = "Root" } } })
}

resource "aws_cloudwatch_event_target" "text" {
  rule = aws_cloudwatch_event_rule.text.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:security"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

resource "aws_sns_topic" "frankfurt" {
  provider = aws.frankfurt
  name     = "frankfurt"
}

resource "aws_cloudwatch_event_rule" "abroad" {
  name = "abroad"
  # expect: RP604 undecided "may reach aws_sns_topic.frankfurt in another Region or account"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "abroad" {
  rule = aws_cloudwatch_event_rule.abroad.name
  arn  = aws_sns_topic.frankfurt.arn
}

resource "aws_cloudwatch_event_rule" "arn_abroad" {
  name = "arn-abroad"
  # expect: RP604 undecided "may reach arn:aws:sns:eu-central-1:111122223333:security in another Region"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "arn_abroad" {
  rule = aws_cloudwatch_event_rule.arn_abroad.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}
