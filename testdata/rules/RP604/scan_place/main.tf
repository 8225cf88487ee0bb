# What is recorded where the rules are.
provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_cloudwatch_event_rule" "no_root_of_aws" {
  name = "no-root-of-aws"
  # expect: RP604 violation "detail.userIdentity.arn"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], arn = [{ anything-but = { wildcard = "arn:aws:iam::*:root" } }] } } })
}

resource "aws_cloudwatch_event_target" "no_root_of_aws" {
  rule = aws_cloudwatch_event_rule.no_root_of_aws.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "no_root_of_aws_by_prefix" {
  name = "no-root-of-aws-by-prefix"
  # expect: RP604 violation "detail.userIdentity.arn"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], arn = [{ anything-but = { prefix = "arn:aws:" } }] } } })
}

resource "aws_cloudwatch_event_target" "no_root_of_aws_by_prefix" {
  rule = aws_cloudwatch_event_rule.no_root_of_aws_by_prefix.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "no_root_of_china" {
  name = "no-root-of-china"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], arn = [{ anything-but = { prefix = "arn:aws-cn:" } }] } } })
}

resource "aws_cloudwatch_event_target" "no_root_of_china" {
  rule = aws_cloudwatch_event_rule.no_root_of_china.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "of_china" {
  name = "of-china"
  # expect: RP604 violation "detail.userIdentity.arn"
  event_pattern = jsonencode({ detail = { userIdentity = { arn = [{ wildcard = "arn:aws-cn:iam::*:root" }] } } })
}

resource "aws_cloudwatch_event_target" "of_china" {
  rule = aws_cloudwatch_event_rule.of_china.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "other_service" {
  name = "other-service"
  # expect: RP604 violation "detail.eventSource is "cloudtrail.amazonaws.com" in them"
  event_pattern = jsonencode({ source = ["aws.cloudtrail"], detail = { eventSource = ["iam.amazonaws.com"], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "other_service" {
  rule = aws_cloudwatch_event_rule.other_service.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "either_service" {
  name = "either-service"
  event_pattern = jsonencode({ source = ["aws.cloudtrail", "aws.iam"], detail = { eventSource = ["iam.amazonaws.com"], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "either_service" {
  rule = aws_cloudwatch_event_rule.either_service.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "all_but_its_service" {
  name = "all-but-its-service"
  # expect: RP604 violation "matches no event"
  event_pattern = jsonencode({ source = ["aws.iam"], detail = { eventSource = [{ anything-but = "iam.amazonaws.com" }], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "all_but_its_service" {
  rule = aws_cloudwatch_event_rule.all_but_its_service.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "without_name" {
  name = "without-name"
  # expect: RP604 violation "detail.eventName"
  event_pattern = jsonencode({ detail = { eventName = [{ exists = false }], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "without_name" {
  rule = aws_cloudwatch_event_rule.without_name.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "no_name" {
  name = "no-name"
  # expect: RP604 violation "detail.eventName"
  event_pattern = jsonencode({ detail = { eventName = [{ anything-but = { wildcard = "*" } }], userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "no_name" {
  rule = aws_cloudwatch_event_rule.no_name.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "no_service" {
  name = "no-service"
  # expect: RP604 violation "source"
  event_pattern = jsonencode({ source = [{ anything-but = { prefix = "aws." } }], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "no_service" {
  rule = aws_cloudwatch_event_rule.no_service.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "of_other_region" {
  name = "of-other-region"
  # expect: RP604 undecided "what sends events of other accounts or Regions"
  event_pattern = jsonencode({ region = ["eu-west-1"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "of_other_region" {
  rule = aws_cloudwatch_event_rule.of_other_region.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "of_no_region" {
  name = "of-no-region"
  # expect: RP604 violation "region"
  event_pattern = jsonencode({ region = ["eu-west-1"], source = ["aws.iam"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "of_no_region" {
  rule = aws_cloudwatch_event_rule.of_no_region.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "of_other_account" {
  name = "of-other-account"
  # expect: RP604 undecided "what sends events of other accounts or Regions"
  event_pattern = jsonencode({ account = ["444455556666"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "of_other_account" {
  rule = aws_cloudwatch_event_rule.of_other_account.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "all_but_its_account" {
  name = "all-but-its-account"
  # expect: RP604 undecided "what sends events of other accounts or Regions"
  event_pattern = jsonencode({ detail = { userIdentity = { type = ["Root"], arn = [{ anything-but = ["arn:aws:iam::111122223333:root"] }] } } })
}

resource "aws_cloudwatch_event_target" "all_but_its_account" {
  rule = aws_cloudwatch_event_rule.all_but_its_account.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}

resource "aws_cloudwatch_event_rule" "its_account" {
  name = "its-account"
  event_pattern = jsonencode({ account = ["111122223333"], region = ["us-east-1"], detail = { userIdentity = { type = ["Root"] } } })
}

resource "aws_cloudwatch_event_target" "its_account" {
  rule = aws_cloudwatch_event_rule.its_account.name
  arn  = "arn:aws:sns:us-east-1:111122223333:security"
}
