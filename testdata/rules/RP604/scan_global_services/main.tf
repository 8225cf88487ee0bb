# Calls of IAM are recorded in us-east-1, whoever makes them.
provider "aws" {
  region = "eu-central-1"
}

resource "aws_cloudwatch_event_rule" "iam" {
  name = "iam"
  # expect: RP604 violation "it asks for calls of global services alone, which CloudTrail records in us-east-1, and lies in eu-central-1"
  event_pattern = jsonencode({ source = ["aws.iam"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "iam" {
  rule = aws_cloudwatch_event_rule.iam.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "by_event_source" {
  name = "by-event-source"
  # expect: RP604 violation "it asks for sign-in and calls of global services alone"
  event_pattern = jsonencode({ detail = { eventSource = ["iam.amazonaws.com", "signin.amazonaws.com"], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "by_event_source" {
  rule = aws_cloudwatch_event_rule.by_event_source.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}

# Regional endpoints of STS record where they are.
resource "aws_cloudwatch_event_rule" "iam_and_sts" {
  name = "iam-and-sts"
  event_pattern = jsonencode({ source = ["aws.iam", "aws.sts"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "iam_and_sts" {
  rule = aws_cloudwatch_event_rule.iam_and_sts.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "any_case" {
  name = "any-case"
  # expect: RP604 violation "it asks for calls of global services alone"
  event_pattern = jsonencode({ source = [{ equals-ignore-case = "AWS.IAM" }], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "any_case" {
  rule = aws_cloudwatch_event_rule.any_case.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "by_beginning" {
  name = "by-beginning"
  # expect: RP604 violation "it asks for calls of global services alone"
  event_pattern = jsonencode({ source = [{ prefix = "aws.iam" }], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "by_beginning" {
  rule = aws_cloudwatch_event_rule.by_beginning.name
  arn  = "arn:aws:sns:eu-central-1:111122223333:security"
}
